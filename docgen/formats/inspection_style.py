"""The style sheet of inspection.html; its digest is in the page's content security policy."""

from __future__ import annotations

from docgen.formats.inspection_words import COLOURS

_CLASSES = "".join(f".{sort}{{background:{colour}}}" for sort, colour in COLOURS.items())

STYLE = (
    """
:root{color:#1b1f24;background:#fff;font:16px/1.55 system-ui,"Noto Sans CJK SC","Microsoft YaHei",
"PingFang SC",sans-serif}
*{box-sizing:border-box}
body{margin:0}
header,main{padding:0 1.5rem}
header{background:#1f3a5f;color:#fff;padding-top:.8rem;padding-bottom:.6rem}
h1{font-size:1.5rem;margin:0}
h2{font-size:1.25rem;border-bottom:2px solid #1f3a5f;padding-bottom:.2rem;margin:1.6rem 0 .8rem}
h3{font-size:1.1rem;margin:1.2rem 0 .2rem}
nav ul,.legend{list-style:none;margin:.4rem 0 0;padding:0;display:flex;flex-wrap:wrap;gap:.4rem 1.2rem}
nav a{color:#fff}
a{color:#0b4f9c}
a:focus-visible,summary:focus-visible,.scroll:focus-visible,
input:focus-visible{outline:3px solid #c2410c;outline-offset:2px}
.skip{position:absolute;left:-99rem}
.skip:focus{left:.5rem;top:.5rem;background:#fff;padding:.4rem .8rem;z-index:9}
.tiles{display:flex;flex-wrap:wrap;gap:.6rem;margin:1rem 0}
.tiles div{border:1px solid #c8ccd0;border-radius:.4rem;padding:.4rem 1rem;min-width:6.5rem}
.tiles dt{font-size:.85rem;color:#454c54}
.tiles dd{margin:0;font-size:1.5rem;font-weight:600}
.warning{border-left:.4rem solid #c2410c;background:#fff4ec;padding:.5rem .8rem}
.legend{margin:.2rem 0 .8rem}
.c{color:#1b1f24;text-align:center}
li .c,summary .c{display:inline-block;min-width:1.7em;padding:0 .3em;border:1px solid #7d858d;
border-radius:.2rem;font-weight:600}
.scroll{overflow:auto;max-height:88vh;border:1px solid #8b939b;margin-top:.5rem}
.matrix{border-collapse:separate;border-spacing:0;font-size:.85rem}
.matrix caption{text-align:left;padding:.3rem .5rem;color:#454c54;position:sticky;left:0}
.matrix th,.matrix td{border-right:1px solid #c8ccd0;border-bottom:1px solid #c8ccd0;
padding:.15rem .25rem;background-clip:padding-box}
.matrix thead th{position:sticky;top:0;background:#e4e8ee;z-index:2;vertical-align:bottom;
font-weight:500}
.matrix thead th span{writing-mode:vertical-rl;max-height:13em;line-height:1.15;text-align:left}
.matrix .unit{position:sticky;left:0;background:#f6f8fa;text-align:left;min-width:11em;max-width:18em;
z-index:1;font-weight:500}
.matrix thead .unit{z-index:3;background:#e4e8ee}
.matrix .unit small{display:block;color:#4a5560;font-weight:normal}
.matrix td{min-width:2.6em;white-space:nowrap}
.matrix td a{color:#1b1f24;display:block;font-weight:600}
.matrix .status{min-width:5em}
#all:not(:checked)~.scroll .quiet{display:none}
.file{margin:.1rem 0 .5rem;color:#454c54;font-size:.9rem;overflow-wrap:anywhere}
details{border:1px solid #c8ccd0;border-radius:.3rem;margin:.4rem 0;padding:.3rem .7rem}
details:target::details-content{content-visibility:visible}
details:target{border-color:#c2410c;box-shadow:0 0 0 2px #c2410c}
summary{cursor:pointer;font-weight:600}
article{border-top:1px dashed #c8ccd0;margin-top:.5rem;padding-top:.3rem}
.message{margin:.2rem 0;font-weight:500}
article dl{margin:0}
article dl div{display:flex;gap:.8rem}
article dt{flex:0 0 6em;color:#454c54}
article dd{margin:0;white-space:pre-line;overflow-wrap:anywhere}
.list{border-collapse:collapse;font-size:.9rem}
.list th,.list td{border:1px solid #c8ccd0;padding:.3rem .5rem;text-align:left;vertical-align:top;
white-space:pre-line;overflow-wrap:anywhere}
.list thead th{background:#e4e8ee}
.list tbody th{font-weight:500;background:#f6f8fa}
.list tr:target th{outline:3px solid #c2410c}
code{font-size:.85em;color:#454c54}
.on-paper{display:none}
@media print{
@page{size:A4 landscape;margin:12mm}
:root{font-size:9.5pt}
header{background:none;color:#000;padding:0}
main{padding:0}
nav,.skip,.back,#all,#all+label{display:none}
.scroll{overflow:visible;max-height:none;border:0}
.matrix{font-size:6.5pt}
.matrix th,.matrix td{padding:.05rem .1rem}
.matrix th,.matrix thead th,.matrix .unit,.matrix caption{position:static}
.matrix td{min-width:0}
.matrix .unit{min-width:8em}
.matrix .status{min-width:0}
.on-paper{display:block}
.matrix thead{display:table-header-group}
.many .quiet{display:none!important}
.wide,.wide caption,.wide tbody,.wide tr,.wide .unit{display:block}
.wide{font-size:8pt}
.wide thead,.wide td{display:none}
.wide tr{border-bottom:1px solid #c8ccd0;padding:.15rem 0}
.wide .unit{max-width:none;background:none;border:0}
.wide .unit small{display:inline;margin-left:1em}
.wide td.status,.wide td.error,.wide td.fault,.wide td.hint,.wide td.unsure,.wide td.waived,
.wide td.explained{display:inline-block;white-space:normal;margin:.05rem .1rem;border:1px solid #c8ccd0}
.wide td a{display:inline}
.wide td a::after{content:" " attr(data-rule);font-weight:normal}
.matrix tr,article{break-inside:avoid}
*{print-color-adjust:exact;-webkit-print-color-adjust:exact}
a{color:inherit;text-decoration:none}
}
"""
    + _CLASSES
    + "\n"
)
