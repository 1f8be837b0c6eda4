"""Does a document still say what the edition says? Every field is compared; figures without a field are named.

The reference is the report composed anew from the edition, so that the same words give the same text.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from docx import Document
from docx.document import Document as DocumentFile
from docx.opc.exceptions import PackageNotFoundError
from docx.oxml.ns import qn

from orchestration.document.blocks import Picture
from orchestration.document.check_pictures import picture_findings
from orchestration.document.compose import Composer
from orchestration.document.content_control import controls, is_figure, tag_of, text_of
from orchestration.document.finding import Checked, Finding, WrittenFrom
from orchestration.document.picture_mark import drawings
from orchestration.document.write_document import EDITION_MARK, build_document
from orchestration.review_page.page_facts import PageFacts

_FIGURE = re.compile(r"(?<![^\W_])\d+(?:[.,]\d+)*")  # no part of a word
# figures that say when, by which document or in which order, and count nothing
_NO_COUNT = re.compile(
    r"\b\d{1,2}/\d{1,2}(?:/\d{4})?\b|\bngày\s+\d{1,2}\s+tháng\s+\d{1,2}(?:\s+năm\s+\d{4})?"
    r"|\b(?:năm|quý|tháng)\s+\d{1,4}\b|\b\d{1,2}:\d{2}\b|\b[0-9a-f]{64}\b"
    r"|\b(?:số\s+)?\d+[-/][\w/-]*[A-ZĐ][\w/-]*|\bChỉ đạo 138\b|\bBCĐ\s?138\b|^\s*\d{1,2}[.)]\s",
    re.IGNORECASE,
)


class UnreadableDocumentError(Exception):
    """The file is no .docx."""


class Reference(NamedTuple):
    """What a document should say: label and text by tag, every paragraph without its fields, charts by name."""

    figures: dict[str, tuple[str, str]]
    words: frozenset[str]
    pictures: dict[str, Picture]


def reference(facts: PageFacts, guiding: list[dict[str, Any]]) -> Reference:
    """The report of an edition as it is written anew.

    Args:
        facts: facts of the edition, for the reader of the document.
        guiding: guiding documents of the edition.
    """
    body = build_document(facts, guiding, "", "", with_charts=False).element.body
    return Reference(
        {tag: (_label(control), _said(control)) for tag, control in _figures(body)},
        frozenset(_outside(paragraph) for paragraph in body.iter(qn("w:p"))),
        {block.name: block for block in Composer(facts, guiding).body() if isinstance(block, Picture)},
    )


def check_document(document: DocumentFile, wanted: Reference) -> Checked:
    """Compare a document, written by ``write_document`` and edited since, with what it should say."""
    body = document.element.body
    findings = [*_fields(body, wanted.figures), *_loose(body, wanted.words)]
    findings += picture_findings(document, wanted.pictures)
    seen = {tag for tag, _ in _figures(body)}
    findings += [
        Finding("gone", t, label, "", text, "") for t, (label, text) in wanted.figures.items() if t not in seen
    ]
    charts = {drawing.mark.name for drawing in drawings(document) if drawing.mark}
    return Checked(len(seen) + len(charts), findings, written_from(document))


def open_document(path: Path) -> DocumentFile:
    """The document of a file.

    Raises:
        UnreadableDocumentError: the file cannot be read as .docx.
    """
    try:
        return Document(str(path))
    except (PackageNotFoundError, ValueError, KeyError, OSError, zipfile.BadZipFile) as error:
        raise UnreadableDocumentError(str(error)) from error


def written_from(document: DocumentFile) -> WrittenFrom:
    """What a document says it was written from; nothing where it does not say."""
    mark = document.core_properties.identifier or ""
    if not mark.startswith(EDITION_MARK):
        return WrittenFrom(None, None, None)
    whose, _, content = mark.removeprefix(EDITION_MARK).partition("/")
    unit, _, audience = whose.partition("@")
    return WrittenFrom(None if unit == "city" else unit or None, audience or None, content or None)


def _figures(body: Any) -> Iterator[tuple[str, Any]]:
    """Tag and control of every figure."""
    for control in controls(body):
        tag = tag_of(control)
        if tag is not None and is_figure(tag):
            yield tag, control


def _fields(body: Any, expected: dict[str, tuple[str, str]]) -> Iterator[Finding]:
    for tag, control in _figures(body):
        label, text = expected.get(tag) or (tag, None)
        said = _said(control)
        if text is None:
            yield Finding("unknown", tag, label, said, "", _place(control))
        elif said != text:
            yield Finding("differs", tag, label, said, text, _place(control))


def _loose(body: Any, words: frozenset[str]) -> Iterator[Finding]:
    """Figures outside our fields in paragraphs that do not stand as they were written."""
    for paragraph in body.iter(qn("w:p")):
        outside = _outside(paragraph)
        if outside in words or _is_in_head(paragraph, body):
            continue
        for match in _FIGURE.finditer(_NO_COUNT.sub(lambda m: " " * len(m[0]), outside)):
            yield Finding("loose", None, "Số không gắn với trường nào", match[0], "", text_of(paragraph).strip()[:90])


def _said(control: Any) -> str:
    return text_of(control.find(qn("w:sdtContent"))).strip()


def _label(control: Any) -> str:
    return str(control.find(f"{qn('w:sdtPr')}/{qn('w:alias')}").get(qn("w:val")))


def _outside(paragraph: Any) -> str:
    """The words of a paragraph without our fields."""
    inside = {text for _, control in _figures(paragraph) for text in control.iter(qn("w:t"))}
    return "".join(text.text or "" for text in paragraph.iter(qn("w:t")) if text not in inside).strip()


def _is_in_head(paragraph: Any, body: Any) -> bool:
    """Number, symbol, place and date are written by a person and are no figures."""
    first = next(body.iter(qn("w:tbl")), None)
    return first is not None and any(ancestor is first for ancestor in paragraph.iterancestors())


def _place(control: Any) -> str:
    """The words around a field: its table row, or its paragraph."""
    for name in ("w:tr", "w:p"):
        around = next(control.iterancestors(qn(name)), None)
        if around is not None:
            cells = around.findall(qn("w:tc"))
            return (text_of(cells[0]) if cells else text_of(around)).strip()[:90]
    return ""
