"""Charts of the report: the same bytes for the same edition, and whatever happens to one is noticed."""

from __future__ import annotations

import dataclasses
import io
from collections.abc import Callable
from typing import Any

import pytest
from docx import Document
from docx.oxml.ns import qn

from orchestration.document.check_document import check_document, reference
from orchestration.document.package import as_bytes
from orchestration.document.picture_mark import drawings
from orchestration.document.write_document import build_document
from tests.integration.conftest import FirstRun
from tests.integration.written_document import DRAFT, Written, again


@pytest.fixture(scope="module")
def city(first_run: FirstRun) -> Written:
    return Written(first_run, None)


@pytest.fixture(scope="module")
def drawn(city: Written, first_run: FirstRun) -> bytes:
    return as_bytes(build_document(city.facts, city.guiding, DRAFT, first_run.city.content_hash()))


def found_in(drawn: bytes, city: Written, edit: Callable[[Any], None]) -> list[tuple[str, str]]:
    document = Document(io.BytesIO(drawn))
    edit(document)
    findings = check_document(again(document), city.reference).findings
    return [
        (f.kind, f.said) for f in findings if f.label_vi.startswith(("Biểu đồ", "Hình")) or "chart" in (f.tag or "")
    ]


def test_the_same_edition_gives_the_same_bytes(city: Written, drawn: bytes, first_run: FirstRun) -> None:
    assert as_bytes(build_document(city.facts, city.guiding, DRAFT, first_run.city.content_hash())) == drawn
    assert "doNotAutoCompressPictures" in Document(io.BytesIO(drawn)).settings.element.xml


def test_a_chart_replaced_edited_cut_or_taken_out_is_named(city: Written, drawn: bytes) -> None:
    def first(document: Any) -> Any:
        return next(drawings(document)).element

    def repaint(document: Any) -> None:
        blip = next(first(document).iter(qn("a:blip")))
        part = document.part.related_parts[blip.get(qn("r:embed"))]
        part._blob = part.blob[:-1] + b"!"

    def cut(document: Any) -> None:
        fill = next(first(document).iter(qn("pic:blipFill")))
        fill.find(qn("a:blip")).addnext(fill.makeelement(qn("a:srcRect"), {"l": "25000"}))

    def paste_over(document: Any) -> None:
        """Another picture in the place of the chart, as deleting and pasting does."""
        run = next(first(document).iterancestors(qn("w:r")))
        document.add_paragraph().add_run().add_picture(io.BytesIO(_DOT))
        run.getparent().remove(run)

    assert found_in(drawn, city, lambda _: None) == []
    assert found_in(drawn, city, repaint) == [("differs", "hình bị thay hoặc sửa")]
    assert found_in(drawn, city, cut) == [("differs", "hình bị cắt")]
    assert found_in(drawn, city, paste_over) == [("loose", "hình"), ("gone", "")]


# a picture of one dot
_DOT = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c49444154789c63f8ffff3f0005fe02fe0def46b8"
    "0000000049454e44ae426082"
)


def test_a_chart_of_other_figures_than_the_editions_is_named(city: Written, drawn: bytes) -> None:
    rows = [r | {"change_pct": r["change_pct"] + 1} if r["change_pct"] else r for r in city.facts.indicators]
    other = reference(dataclasses.replace(city.facts, indicators=rows), city.guiding)
    found = check_document(Document(io.BytesIO(drawn)), other).findings
    assert ("kho138/chart/change/2024/city", "vẽ từ số liệu khác") in [(f.tag, f.said) for f in found]


def test_a_chart_whose_mark_a_program_lost_is_known_by_its_picture(city: Written, drawn: bytes) -> None:
    def rename(document: Any) -> None:
        for drawing in drawings(document):
            next(drawing.element.iter(qn("wp:docPr"))).set("name", "Image1")

    assert found_in(drawn, city, rename) == []
