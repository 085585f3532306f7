"""Every layout rule, a row each: what, clause, strength, who mends it, how it is measured, examples, by hand."""
# ruff: noqa: E501 - a row is read as a whole

from __future__ import annotations

from docgen.layout import (
    head_rules,
    imprint_rules,
    main_rules,
    page_number_rules,
    page_rules,
    signature_rules,
    special_rules,
)
from docgen.layout.parts import (
    ADDRESSEE,
    ANNEX_LABEL,
    ANNEX_NOTE,
    ANNEX_TITLE,
    BODY_TEXT,
    CC,
    COPY_NO,
    DATE,
    DOC_NO,
    HEADINGS,
    LEVEL1,
    LEVEL2,
    LEVEL3,
    LEVEL4,
    MAIN_MOVED,
    MARK,
    NOTE,
    PAGE_NUMBER,
    PRINTER,
    SECRECY,
    SIGNER,
    TITLE,
    URGENCY,
)
from docgen.layout.rule import ALL, LETTER, MINUTES, OFFICIAL, ORDER, Measure, Rule, Strength
from docgen.layout.text_rows import TEXT_ROWS

_S, _C, _P = Strength.STATED, Strength.GENERAL, Strength.PRACTICE
_TEXT = (BODY_TEXT, *HEADINGS)
_OFFICIAL_LIKE = frozenset((OFFICIAL, LETTER, ORDER, MINUTES))


def _rule(
    id: str,
    title: str,
    clause: str,
    strength: Strength,
    fix: str,
    measure: Measure,
    roles: tuple[str, ...],
    profiles: frozenset[str],
    right: str,
    wrong: str,
    by_hand: str,
) -> Rule:
    return Rule(id, title, clause, strength, fix, measure, frozenset(roles), right, wrong, by_hand, profiles)


#: in the order of the clauses; ``roles`` are the parts without which a rule has nothing to look at
RULES: tuple[Rule, ...] = (
    _rule("layout.page.size", "纸张为A4", "5.1", _S, "auto", page_rules.page_size, (), ALL, "A4，210×297毫米", "16开、Letter", "“布局—纸张大小”选A4；WPS“页面布局—纸张大小”相同。"),
    _rule("layout.page.margin-top", "天头37毫米", "5.2.1", _S, "auto", page_rules.margin_top, (), ALL, "上边距37毫米", "上边距25.4毫米", "“布局—页边距—自定义”，上边距填3.7厘米。"),
    _rule("layout.page.margin-left", "订口28毫米", "5.2.1", _S, "auto", page_rules.margin_left, (), ALL, "左边距28毫米", "左边距31.8毫米", "“布局—页边距—自定义”，左边距填2.8厘米，装订线填0。"),
    _rule("layout.page.type-area", "版心156×225毫米", "5.2.1", _S, "auto", page_rules.type_area, (), ALL, "右边距26毫米，下边距35毫米", "右边距31.8毫米", "“布局—页边距—自定义”，右边距填2.6厘米，下边距填3.5厘米。"),
    _rule("layout.grid.line-pitch", "每面22行", "5.2.3", _C, "auto", page_rules.line_pitch, _TEXT, ALL, "行距固定值28.95磅", "1.5倍行距", "选中正文，“段落—行距”选“固定值”，填28.95磅。"),
    _rule("layout.grid.chars", "每行28字", "5.2.3", _C, "auto", page_rules.grid_chars, _TEXT, ALL, "三号字紧缩0.25磅", "字符间距0，每行27字", "选中正文，“字体—高级—间距”选“紧缩”，填0.25磅。"),
    _rule("layout.text.color", "文字为黑色", "5.2.4", _S, "auto", page_rules.text_color, (), ALL, "黑色", "正文中的蓝色、红色字", "选中文字，“字体颜色”选黑色。"),
    _rule("layout.text.default-font", "全文默认字体为三号仿宋", "5.2.2", _C, "auto", page_rules.default_font, (BODY_TEXT,), ALL, "正文样式：仿宋_GB2312，三号", "正文样式：等线，五号", "选中正文，字体选仿宋_GB2312，字号选三号；或修改“正文”样式。"),
    _rule("layout.text.no-decoration", "正文不加修饰", "通行做法", _P, "auto", page_rules.no_decoration, _TEXT, ALL, "不加下划线、斜体、底纹", "正文加下划线", "选中文字，取消下划线、倾斜、底纹和突出显示。"),
    _rule("layout.para.spacing", "段前段后为0", "通行做法", _P, "auto", page_rules.paragraph_spacing, _TEXT, ALL, "段前0，段后0", "段后10磅", "“段落—间距”，段前、段后填0。"),
    _rule("layout.font.punct-slot", "中文标点用中文字体", "通行做法", _P, "auto", page_number_rules.punctuation_slot, (), ALL, "“引号”与汉字同一字体", "“引号”显示为西文字体", "选中标点，“字体—西文字体”选与中文相同的字体。"),
    _rule("layout.header.copy-no", "份号三号字顶格", "7.2.1", _C, "auto", head_rules.copy_number, (COPY_NO,), _OFFICIAL_LIKE, "000001，三号，顶格", "份号居中", "选中份号，字号选三号，左对齐，缩进填0。"),
    _rule("layout.header.secrecy", "密级三号黑体顶格", "7.2.2", _C, "auto", head_rules.secrecy, (SECRECY,), _OFFICIAL_LIKE, "秘密★1年，三号黑体", "秘密1年，仿宋", "选中密级，字体选黑体，字号选三号，左对齐。"),
    _rule("layout.header.urgency", "紧急程度三号黑体顶格", "7.2.3", _C, "auto", head_rules.urgency, (URGENCY,), _OFFICIAL_LIKE, "特急，三号黑体", "特急，仿宋", "选中紧急程度，字体选黑体，字号选三号，左对齐。"),
    _rule("layout.header.order", "份号、密级、紧急程度自上而下", "7.2.3", _S, "ask", head_rules.order, (COPY_NO, SECRECY, URGENCY), _OFFICIAL_LIKE, "份号、密级、紧急程度", "紧急程度、份号、密级", "把三行按份号、密级和保密期限、紧急程度的顺序排列。"),
    _rule("layout.header.mark-position", "发文机关标志居中", "7.2.4", _S, "ask", head_rules.mark_position, (), frozenset((OFFICIAL,)), "居中，上边缘至版心上边缘35毫米", "左对齐", "选中发文机关标志，居中；用段前间距调到距版心上边缘35毫米。"),
    _rule("layout.header.mark-style", "发文机关标志用红色小标宋", "7.2.4", _C, "auto", head_rules.mark_style, (MARK,), _OFFICIAL_LIKE, "红色方正小标宋简体", "黑色黑体", "选中发文机关标志，字体选方正小标宋简体，颜色选红色。"),
    _rule("layout.header.docno-place", "发文字号在标志下空二行居中", "7.2.5", _S, "ask", head_rules.document_number_place, (DOC_NO,), frozenset((OFFICIAL,)), "标志下空二行，居中", "标志下紧接发文字号", "在发文机关标志和发文字号之间空二行，发文字号居中；上行文居左空一字。"),
    _rule("layout.header.signer", "签发人姓名用三号楷体", "7.2.6", _S, "auto", head_rules.signer, (SIGNER, DOC_NO), frozenset((OFFICIAL,)), "签发人：张三（姓名楷体）", "姓名用仿宋", "选中姓名，字体选楷体_GB2312，字号选三号。"),
    _rule("layout.header.red-line", "发文字号下有红色分隔线", "7.2.7", _S, "ask", head_rules.red_line, (), frozenset((OFFICIAL,)), "红色，与版心等宽", "黑色分隔线", "选中发文字号一段，“边框和底纹”加红色下框线，距正文11磅。"),
    _rule("layout.title.font", "标题用二号小标宋", "7.3.1", _C, "auto", main_rules.title_font, (), ALL, "方正小标宋简体，二号", "宋体加粗，二号", "选中标题，字体选方正小标宋简体，字号选二号，不加粗。"),
    _rule("layout.title.position", "标题居中", "7.3.1", _S, "auto", main_rules.title_position, (), ALL, "红色分隔线下空二行，居中", "左对齐", "选中标题，居中，缩进填0；公文中标题前空二行。"),
    _rule("layout.title.shape", "多行标题排成梯形或菱形", "7.3.1", _S, "ask", main_rules.title_shape, (TITLE,), ALL, "两行一长一短", "两行一样长", "在标题词意完整处用Shift+Enter换行，使各行一长一短。"),
    _rule("layout.addressee", "主送机关在标题下空一行顶格", "7.3.2", _S, "auto", main_rules.addressee, (ADDRESSEE,), ALL, "标题下空一行，顶格", "首行缩进2字", "选中主送机关，首行缩进改为0；标题下空一行。"),
    _rule("layout.body.first-page", "首页有正文", "7.3.3", _S, "no", main_rules.body_first_page, (BODY_TEXT,), _OFFICIAL_LIKE, "首页有正文", "首页只有版头和主送机关", "把主送机关移到版记。"),
    _rule("layout.body.font", "正文用三号仿宋", "7.3.3", _C, "auto", main_rules.body_font, (), ALL, "仿宋_GB2312，三号", "宋体，小四", "选中正文，字体选仿宋_GB2312，字号选三号。"),
    _rule("layout.body.indent", "每段左空二字", "7.3.3", _S, "auto", main_rules.body_indent, (BODY_TEXT,), ALL, "首行缩进2字符", "用空格空位；左缩进2字符", "“段落—特殊—首行缩进”填2字符，左缩进填0，删去段首空格。"),
    _rule("layout.body.justify", "正文两端对齐", "通行做法", _P, "auto", main_rules.body_justify, (BODY_TEXT,), ALL, "两端对齐", "左对齐、居中", "选中正文，两端对齐。"),
    _rule("layout.heading.level1", "第一层标题用三号黑体", "7.3.3", _C, "auto", main_rules.level1, (LEVEL1,), ALL, "一、总体要求（黑体）", "一、总体要求（宋体加粗）", "选中标题，字体选黑体，字号选三号，首行缩进2字符。"),
    _rule("layout.heading.level2", "第二层标题用三号楷体", "7.3.3", _C, "auto", main_rules.level2, (LEVEL2,), ALL, "（一）主要目标。（楷体）", "（一）主要目标。（仿宋加粗）", "选中标题（到第一个句号），字体选楷体_GB2312，字号选三号。"),
    _rule("layout.heading.level34", "第三、四层标题用三号仿宋", "7.3.3", _C, "auto", main_rules.level34, (LEVEL3, LEVEL4), ALL, "1.健全制度（仿宋）", "1.健全制度（黑体）", "选中标题，字体选仿宋_GB2312，字号选三号。"),
    _rule("layout.annex-note", "附件说明左空二字，名称后不加标点", "7.3.4", _S, "auto", main_rules.annex_note, (ANNEX_NOTE,), ALL, "附件：1.工作台账", "附件：1.工作台账；", "正文下空一行，左空二字；删去附件名称后的标点。"),
    _rule("layout.sign.sealed", "加盖印章的落款位置", "7.3.5.1", _C, "auto", signature_rules.sealed, (DATE,), ALL, "日期右空四字，署名居中于日期之上", "日期右空一字", "右对齐，日期右缩进4字符，署名按日期居中。"),
    _rule("layout.sign.unsealed", "不加盖印章的落款位置", "7.3.5.2", _S, "auto", signature_rules.unsealed, (DATE,), ALL, "署名右空二字，日期首字比署名首字右移二字", "署名、日期都顶右", "右对齐，署名右缩进2字符，日期右缩进按字数算。"),
    _rule("layout.note", "附注左空二字，加圆括号", "7.3.6", _S, "auto", main_rules.note, (NOTE,), ALL, "（联系人：张三）左空二字", "顶格", "选中附注，首行缩进2字符。"),
    _rule("layout.annex.new-page", "附件另面编排", "7.3.7", _S, "auto", main_rules.annex_new_page, (ANNEX_LABEL,), ALL, "附件从新的一面开始", "附件接在落款之下", "光标放在“附件”前，Ctrl+Enter分页。"),
    _rule("layout.annex.label", "附件标识用三号黑体顶格", "7.3.7", _S, "auto", main_rules.annex_label, (ANNEX_LABEL,), ALL, "附件1（三号黑体，顶格）", "附件1：（仿宋）", "选中“附件1”，字体选黑体，字号选三号，顶格，不加冒号。"),
    _rule("layout.annex.title", "附件标题居中在第三行", "7.3.7", _S, "auto", main_rules.annex_title, (ANNEX_TITLE,), ALL, "附件标识下空一行，标题居中", "左对齐", "选中附件标题，居中；与附件标识之间空一行。"),
    _rule("layout.annex.match", "附件与附件说明一致", "7.3.7", _S, "ask", main_rules.annex_match, (ANNEX_LABEL,), ALL, "件数、名称与附件说明相同", "附件说明列2件，文后附1件", "核对附件说明与附件的顺序号和标题。"),
    _rule("layout.imprint.rules", "版记有分隔线，与版心等宽", "7.4.1", _S, "ask", imprint_rules.rules, (CC, MAIN_MOVED, PRINTER), frozenset((OFFICIAL,)), "首末粗线，中间细线，宽156毫米", "没有首条分隔线", "选中版记表格，“边框”设上下框线1磅、中间0.75磅，表宽15.6厘米。"),
    _rule("layout.imprint.position", "版记在最后一面底部", "7.4.1", _S, "ask", imprint_rules.position, (CC, PRINTER), _OFFICIAL_LIKE, "末条分隔线在版心下边缘", "版记紧接正文", "把版记表格设为文字环绕，垂直位置相对页边距底端。"),
    _rule("layout.imprint.cc", "抄送四号仿宋，左右各空一字", "7.4.2", _C, "auto", imprint_rules.cc, (CC, MAIN_MOVED), _OFFICIAL_LIKE, "抄送：省民政厅。", "抄送：省民政厅", "字号选四号，左右各空一字，末尾加句号。"),
    _rule("layout.imprint.printer", "印发机关和印发日期四号仿宋", "7.4.3", _C, "auto", imprint_rules.printer, (PRINTER,), frozenset((OFFICIAL,)), "县民政局办公室　2026年7月1日印发", "2026年07月01日印发", "字号选四号，日期用阿拉伯数字，不编虚位，后加“印发”。"),
    _rule("layout.pageno.field", "各页有页码，连续编排", "7.5", _S, "ask", page_number_rules.field, (), ALL, "页脚插入页码域", "没有页码", "“插入—页码—页面底端”。"),
    _rule("layout.pageno.font", "页码用四号半角宋体", "7.5", _C, "auto", page_number_rules.font, (PAGE_NUMBER,), ALL, "四号宋体数字", "小五号Times New Roman", "选中页码，字体（中文和西文）选宋体，字号选四号。"),
    _rule("layout.pageno.dash", "页码左右各一条一字线", "7.5", _S, "ask", page_number_rules.dash, (PAGE_NUMBER,), ALL, "— 1 —", "- 1 -、第1页", "页码数字左右各输入一个“—”。"),
    _rule("layout.pageno.offset", "页码在版心下7毫米", "7.5", _S, "auto", page_number_rules.offset, (PAGE_NUMBER,), ALL, "页脚距边界25.7毫米", "页脚距边界17.5毫米", "“页面设置—版式—页脚”填2.57厘米。"),
    _rule("layout.pageno.side", "单页码居右，双页码居左", "7.5", _S, "auto", page_number_rules.side, (PAGE_NUMBER,), ALL, "单页居右空一字，双页居左空一字", "全部居中", "“页眉和页脚—奇偶页不同”，奇数页右对齐、右缩进1字，偶数页左对齐、左缩进1字。"),
    _rule("layout.table.width", "表格不超出版心", "通行做法", _P, "ask", page_number_rules.table_width, (), ALL, "表宽不超过156毫米", "表宽170毫米", "选中表格，“自动调整—根据窗口调整表格”。"),
    _rule("layout.letter.rules", "信函有红色双线", "10.1", _S, "ask", special_rules.letter_rules, (), frozenset((LETTER,)), "标志下上粗下细，页脚上细下粗", "没有红色双线", "用段落边框加170毫米红色双线。"),
    _rule("layout.letter.docno", "信函发文字号顶格居右", "10.1", _S, "auto", special_rules.letter_number, (DOC_NO,), frozenset((LETTER,)), "右对齐", "居中", "选中发文字号，右对齐，右缩进填0。"),
    _rule("layout.letter.title", "信函标题与上一要素空二行", "10.1", _S, "ask", special_rules.letter_title, (TITLE,), frozenset((LETTER,)), "空二行", "空一行", "在标题前空二行。"),
    _rule("layout.letter.pageno", "信函首页不显示页码", "10.1", _S, "auto", special_rules.letter_page_number, (), frozenset((LETTER,)), "首页无页码", "首页有页码", "“页眉和页脚—首页不同”，首页页脚留空。"),
    _rule("layout.letter.imprint", "信函版记不加印发机关和日期", "10.1", _S, "ask", special_rules.letter_imprint, (PRINTER,), frozenset((LETTER,)), "只有抄送机关", "有印发日期", "删去版记中的印发机关和印发日期、分隔线。"),
    _rule("layout.order.number", "令号居中", "10.2", _S, "auto", special_rules.order_number, (DOC_NO,), frozenset((ORDER,)), "第1号，居中", "〔2026〕1号", "令号写作“第×号”，居中。"),
    _rule("layout.minutes.people", "纪要出席、请假、列席用三号黑体", "10.3", _C, "auto", special_rules.minutes_people, (), frozenset((MINUTES,)), "出席：（黑体）", "出席：（仿宋）", "选中“出席”二字，字体选黑体，字号选三号。"),
    *TEXT_ROWS,
)
