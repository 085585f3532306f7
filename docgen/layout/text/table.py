"""The rules on a document's text, in one table: GB/T 15834, GB/T 15835, and what GB/T 9704 says of text.

Where two rules meet at one place the earlier in the table has it: one fault, one finding.
"""

from __future__ import annotations

from typing import Literal

from docgen.frozen import frozen
from docgen.layout.text import dates, headings, marks, numbers, outline, pairs
from docgen.layout.text.drafts import Look, in_each

#: S: the standard demands it; C: 一般、推荐、可以; P: office practice, in no standard
Strength = Literal["S", "C", "P"]
#: auto: put right where the spot is sure; ask: only proposed; no: only told
Fix = Literal["auto", "ask", "no"]


@frozen
class DocumentTextRule:
    """One rule: clause, strength, fix, Chinese title, a wrong and a right text, how to mend it by hand."""

    id: str
    clause: str
    strength: Strength
    fix: Fix
    title: str
    wrong: str
    right: str
    by_hand: str
    look: Look
    #: the part of the document the examples are, where the rule is for one part only
    role: str = ""


_REPLACE = "按Ctrl+H，逐处替换。"
_BY_EYE = "对照原稿逐处改。"

TEXT_RULES: tuple[DocumentTextRule, ...] = (
    DocumentTextRule(
        "text.date.issue", "GB/T 9704 7.3.5.4", "S", "auto", "成文日期用阿拉伯数字，年份写全，月、日不编虚位",
        "2026年08月01日", "2026年8月1日", "直接改成文日期一行。", dates.issue_dates, dates.ISSUE_DATE,
    ),
    DocumentTextRule(
        "text.docno.form", "GB/T 9704 7.2.5", "S", "auto",
        "发文字号：年份用六角括号〔〕写全，顺序号不加“第”、不编虚位", "依据共民发[2020]第01号文件执行。",
        "依据共民发〔2020〕1号文件执行。", "“插入—符号”选〔〕，改年份两侧的括号。",
        in_each(dates.document_numbers, "号"),
    ),
    DocumentTextRule(
        "text.title.punct", "GB/T 15834 B.4", "P", "auto", "标题末尾不用标点", "关于做好年检工作的通知。",
        "关于做好年检工作的通知", "删去标题末尾的标点。", dates.title_marks, dates.TITLE,
    ),
    DocumentTextRule(
        "text.title.parts", "党政机关公文处理工作条例 第九条", "S", "no",
        "公文标题由发文机关名称、事由和文种组成", "社会组织年检工作有关事项",
        "共青城市民政局关于社会组织年检的通知", "在标题末尾补写文种。", dates.title_parts, dates.TITLE,
    ),
    DocumentTextRule(
        "text.heading.l1-mark", "GB/T 15834 B.3.2", "S", "auto", "一级标题序号写作“一、”", "一.总体要求",
        "一、总体要求", "改序号后的标点。", in_each(headings.level1_marks),
    ),
    DocumentTextRule(
        "text.heading.l2-mark", "GB/T 15834 B.3.4", "S", "auto", "二级标题序号写作“（一）”，其后不加标点",
        "(一)、社会救助", "（一）社会救助", "改序号的括号，删去其后的标点。", in_each(headings.level2_marks),
    ),
    DocumentTextRule(
        "text.heading.l3-mark", "GB/T 15834 B.3.3", "S", "auto", "三级标题序号写作“1.”",
        "1、提升殡葬服务水平", "1.提升殡葬服务水平", "改序号后的标点。", in_each(headings.level3_marks),
    ),
    DocumentTextRule(
        "text.heading.l4-mark", "GB/T 15834 B.3.4", "S", "auto", "四级标题序号写作“（1）”，其后不加标点",
        "(1)完善制度", "（1）完善制度", "改序号的括号，删去其后的标点。", in_each(headings.level4_marks),
    ),
    DocumentTextRule(
        "text.heading.di", "GB/T 15834 B.3.1", "C", "ask", "“第一”“其一”“首先”之后用逗号", "第一、加强领导。",
        "第一，加强领导。", _REPLACE, in_each(headings.ordinals, "、"),
    ),
    DocumentTextRule(
        "text.heading.skip", "GB/T 9704 7.3.3", "C", "ask", "标题层次依次使用“一、”“（一）”“1.”“（1）”",
        "一、甲\n（一）乙\n二、丙\n1.丁", "一、甲\n1.乙\n二、丙\n1.丁",
        "把跳过的一级补上，或改用上一级序号。", outline.skipped_levels,
    ),
    DocumentTextRule(
        "text.heading.sequence", "公文惯例", "P", "ask", "同一上级标题下的序号连续", "一、甲\n三、乙",
        "一、甲\n二、乙", "核对是否漏了一段，再改序号。", outline.broken_sequences,
    ),
    DocumentTextRule(
        "text.heading.end", "GB/T 15834 B.4", "P", "auto", "独立成行的标题末尾不用句号",
        "一、总体要求。\n全面落实上级部署，围绕中心工作，统筹推进社会救助和养老服务各项任务。",
        "一、总体要求\n全面落实上级部署，围绕中心工作，统筹推进社会救助和养老服务各项任务。",
        "删去标题末尾的句号。", outline.closing_stops,
    ),
    DocumentTextRule(
        "text.heading.level5", "公文惯例", "P", "no", "结构层次一般不超过四级，不用“①”另起段", "①完善制度",
        "（1）完善制度①", "并入上一级，或改用“一是”“二是”在段内写。", outline.fifth_levels,
    ),
    DocumentTextRule(
        "text.heading.auto-number", "公文惯例", "P", "ask", "序号写成文字，不用自动编号", "总体要求",
        "一、总体要求", "选中段落，剪切后“选择性粘贴—只保留文本”，再核对序号。", outline.automatic_numbers,
    ),
    DocumentTextRule(
        "text.punct.line-start", "GB/T 15834 5.1.1", "S", "no", "点号和后半个括号、引号不出现在行首",
        "总体要求", "总体要求", "“段落—中文版式”中勾选“按中文习惯控制首尾字符”。", outline.line_starts,
    ),
    DocumentTextRule(
        "text.num.fullwidth", "公文惯例", "P", "auto", "数字用半角", "救助１９４人。", "救助194人。",
        "选中数字，“更改大小写—半角”。", in_each(numbers.full_width_digits, "０１２３４５６７８９"),
    ),
    DocumentTextRule(
        "text.punct.middot", "GB/T 15834 4.14.3.5", "S", "auto",
        "以月、日为标志的事件名用间隔号“·”，前后不空格", "开展“3•15”宣传。", "开展“3·15”宣传。", _REPLACE,
        in_each(marks.middle_dot, "“‘\""),
    ),
    DocumentTextRule(
        "text.punct.ellipsis", "GB/T 15834 4.11.2、A.9.2", "S", "auto", "省略号写作“……”，不与“等”并用",
        "口罩、大米...", "口罩、大米……", "中文输入状态按Shift+6。", in_each(marks.ellipsis, "….。·"),
    ),
    DocumentTextRule(
        "text.punct.halfwidth", "GB/T 15834 4.1.2", "S", "auto", "汉字之间用全角标点",
        "上半年,我局稳步推进。", "上半年，我局稳步推进3,000元、9:30开始。", _REPLACE,
        in_each(marks.half_width, ",;:?!"),
    ),
    DocumentTextRule(
        "text.punct.paren", "GB/T 15834 4.9.2", "S", "auto", "中文里的括号用全角", "各乡镇(街道)落实。",
        "各乡镇（街道）落实，按f(x)计算。", _REPLACE, in_each(marks.half_width_brackets, "()"),
    ),
    DocumentTextRule(
        "text.punct.stop", "GB/T 15834 4.1.2", "S", "auto", "句末用“。”", "各项工作取得成效.",
        "完成56.5万元，见方案.docx。", _REPLACE, in_each(marks.half_width_stop, ".．"),
    ),
    DocumentTextRule(
        "text.punct.quote", "GB/T 15834 4.8.2、4.8.3.4", "S", "auto", "引号用“”，引号里面的引号用‘’",
        '开展"回头看"工作。', "开展“回头看”工作。", "中文输入状态重新输入引号。",
        in_each(pairs.quotes, "\"'“"),
    ),
    DocumentTextRule(
        "text.punct.title-nest", "GB/T 15834 4.15.3.5", "S", "auto", "书名号里面的书名号用〈〉",
        "《关于印发《管理办法》的通知》", "《关于印发〈管理办法〉的通知》",
        "中文输入状态按Shift+，和Shift+。输入，改里层。", in_each(pairs.nested_titles, "《"),
    ),
    DocumentTextRule(
        "text.punct.pair", "GB/T 15834 4.8、4.9、4.15", "S", "no", "引号、括号、书名号前后成对",
        "出台《关于印发管理办法的通知，并实施。", "出台《管理办法（试行）》，1）实施。", _BY_EYE,
        pairs.unpaired_marks,
    ),
    DocumentTextRule(
        "text.punct.paren-nest", "GB/T 15834 4.9.3.6", "C", "no", "括号里面不再套用同一种括号",
        "文件（见附件（试行稿））", "文件（见附件〔试行稿〕）", "里层改用六角括号或方括号。",
        in_each(pairs.nested_brackets, "（"),
    ),
    DocumentTextRule(
        "text.punct.dun-quote", "GB/T 15834 4.5.3.5", "C", "ask", "并列的引号之间、书名号之间通常不用顿号",
        "做好“三农”、“双减”工作。", "做好“三农”“双减”工作，执行《甲》（试行）、《乙》。", _REPLACE,
        in_each(pairs.list_commas, "、"),
    ),
    DocumentTextRule(
        "text.punct.dun-approx", "GB/T 15834 4.5.3.4", "C", "ask", "相邻数字连用表示概数时不用顿号",
        "历时三、四天。", "历时三四天，涉及二、三季度。", _REPLACE, in_each(numbers.rough_lists, "、"),
    ),
    DocumentTextRule(
        "text.punct.dun-deng", "GB/T 15834 B.1.2", "C", "auto", "顿号并列之后的“等”前不用标点",
        "口罩、大米、等物资", "口罩、大米等物资，一、等级", _REPLACE, in_each(pairs.comma_before_deng, "等"),
    ),
    DocumentTextRule(
        "text.punct.dash", "GB/T 15834 4.10.2", "S", "ask", "破折号写作“——”", "我们的目标--群众满意",
        "北京—上海高铁——我们的骄傲", "中文输入状态按Shift+-。", in_each(marks.dash, "—-–"),
    ),
    DocumentTextRule(
        "text.punct.repeat", "GB/T 15834 第4章", "S", "auto", "同一标点不重复", "稳步推进，，成效明显。",
        "稳步推进，成效明显……", _REPLACE, in_each(marks.repeated, "，、；：。"),
    ),
    DocumentTextRule(
        "text.punct.colon-nest", "GB/T 15834 4.7.3.5", "C", "no", "一句之内一般不套用冒号",
        "会议明确提出，要做到以下三点：第一方面包括：加强领导。", "联系人：张三，电话：0792-4341234。",
        "里层冒号改用逗号，或另起一句。", in_each(pairs.nested_colons, "："),
    ),
    DocumentTextRule(
        "text.punct.range", "GB/T 15834 4.13.3.2", "S", "auto", "数值和时间的起止用“—”或“～”，不用短横线",
        "发放3-5月补贴。", "发放3—5月补贴，电话0792-4341234，文件2026-08-01。", _REPLACE,
        in_each(numbers.ranges, "-~–－﹣〜∼˜"),
    ),
    DocumentTextRule(
        "text.num.unit", "GB/T 15835 4.1.1", "S", "ask", "带计量单位的数用阿拉伯数字", "全长二十三公里。",
        "打通最后一公里，全长23公里，约三五公里。", _BY_EYE,
        in_each(numbers.units_of_measure, "里米斤克顷升时瓦吨%％℃亩"),
    ),
    DocumentTextRule(
        "text.num.grouping", "GB/T 15835 5.1.1", "C", "ask", "同一文件中多位数的分节方式一致",
        "发放12,000元。\n发放13000元。\n发放14000元。", "发放12000元。\n2020年13000元。", _BY_EYE,
        numbers.mixed_grouping,
    ),
    DocumentTextRule(
        "text.num.leading-zero", "GB/T 15835 5.1.2", "S", "auto", "小于1的小数写出小数点前的“0”",
        "增长.5个百分点", "增长0.5个百分点", _BY_EYE, in_each(numbers.leading_zeros, "."),
    ),
    DocumentTextRule(
        "text.num.range-unit", "GB/T 15835 5.1.3", "S", "auto", "起止两数都写百分号、万、亿", "占15～30%",
        "占15%～30%，用100～150千克", _BY_EYE, in_each(numbers.units_in_ranges, "～—"),
    ),
    DocumentTextRule(
        "text.num.year-short", "GB/T 15835 5.1.4", "S", "ask", "年份写四位数", "自26年8月起",
        "自2026年8月起，近30年底蕴", _BY_EYE, in_each(numbers.short_years, "年"),
    ),
    DocumentTextRule(
        "text.num.mixed", "GB/T 15835 5.3", "S", "ask", "除“万”“亿”外，阿拉伯数字不与汉字数字混用",
        "共2千3百人", "共2300人，3.2亿元", _BY_EYE, in_each(numbers.mixed_numerals, "百千"),
    ),
    DocumentTextRule(
        "text.num.approx", "GB/T 15835 4.2.2、5.2", "S", "no", "概数用汉字", "走访20几户", "走访二十几户",
        _BY_EYE, in_each(numbers.rough_numbers, "几"),
    ),
    DocumentTextRule(
        "text.num.ling", "GB/T 15835 5.2", "S", "ask", "编号和年份里的零写“〇”，数量里的零写“零”",
        "二零二六年", "二〇二六年、一百零八人", _BY_EYE, in_each(numbers.zeros_in_chinese, "年〇"),
    ),
    DocumentTextRule(
        "text.date.form", "GB/T 15835 5.1.4", "C", "auto",
        "日期按年月日写全，用“日”不用“号”，汉字与阿拉伯数字不混用", "于8月1号完成。",
        "于8月1日完成，住3月15号楼。", _BY_EYE, dates.forms,
    ),
    DocumentTextRule(
        "text.space.cjk", "公文惯例", "P", "auto", "汉字与数字、字母之间不空格", "共 194 人", "图1 流程图",
        _REPLACE, in_each(numbers.spaces, " "),
    ),
)  # fmt: skip
