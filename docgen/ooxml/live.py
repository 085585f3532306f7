"""Rendering with a live package of docxtpl's: for values that add parts or relationships to the document.

InlineImage, Subdoc and links in RichText belong to a ``DocxTemplate`` that whoever fills the template has
made, and replace_pic and its like are told to it. Such a document takes docxtpl's time.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from io import BytesIO
from typing import TYPE_CHECKING, Any

from docgen.ooxml.environment import text_of
from docgen.ooxml.marking import live_package
from docgen.ooxml.package import Deflated, deflate, read_package

if TYPE_CHECKING:
    from docxtpl import DocxTemplate
    from jinja2 import Template


def render_live(
    templates: Mapping[str, Template], context: Mapping[str, Any], package: DocxTemplate
) -> tuple[dict[str, str], dict[str, Deflated]]:
    """(rendered parts, all other parts) with what the values added to the package on the way."""
    package.render_init()
    parts = {part.partname.lstrip("/"): part for part in package.docx.part.package.iter_parts()}
    rendered: dict[str, str] = {}
    token = live_package.set(package)
    try:
        for name, template in templates.items():
            package.current_rendering_part = parts.get(name, package.docx.part)
            rendered[name] = _with_namespaces(text_of(template, context))
    finally:
        live_package.reset(token)
        package.current_rendering_part = None
    package.is_rendered = True
    buffer = BytesIO()
    package.save(buffer)
    made = read_package(buffer.getvalue(), "")
    return rendered, {name: deflate(name, content) for name, content in made.items() if name not in rendered}


def _with_namespaces(xml: str) -> str:
    """The part with the namespaces declared that python-docx's markup needs (subdocuments lose theirs)."""
    from docx.oxml.ns import nsmap

    root = re.search(r"<\w[^>]*?(?=/?>)", xml)
    if root is None:
        return xml
    missing = "".join(
        f' xmlns:{prefix}="{name}"'
        for prefix, name in nsmap.items()
        if prefix != "xml" and f"xmlns:{prefix}=" not in root[0]
    )
    return xml[: root.end()] + missing + xml[root.end() :]
