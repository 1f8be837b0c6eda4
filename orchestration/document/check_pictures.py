"""Are the charts of a document still those that were drawn from the edition? Pictures nobody vouches for are named."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from docx.oxml.ns import qn

from orchestration.document.blocks import Picture
from orchestration.document.content_control import text_of
from orchestration.document.finding import Finding
from orchestration.document.picture_mark import Drawing, digest, digest_of_series, drawings
from orchestration.document.write_document import drawn_picture

_WANTED = "hình vẽ từ bản công bố"


def picture_findings(document: Any, wanted: dict[str, Picture]) -> Iterator[Finding]:
    """Charts that were replaced, edited, cut or drawn from other figures; drawings that are none of ours.

    A picture counts as the one that was drawn when its mark says so, or when it is what is drawn anew: a program
    that loses the mark does no harm, and another machine's typefaces none either.

    Args:
        document: a document, edited or not.
        wanted: the charts of the edition by name.
    """
    seen = set()
    for drawing in drawings(document):
        name = drawing.mark.name if drawing.mark else _recognised(drawing, wanted)
        picture = wanted.get(name or "")
        if name is None:
            yield Finding("loose", None, "Hình không do hệ thống vẽ", "hình", "", _place(drawing))
        elif picture is None:
            yield Finding("unknown", name, name, "hình", "", _place(drawing))
        else:
            seen.add(name)
            for said in _faults(drawing, picture):
                yield Finding("differs", name, picture.caption, said, _WANTED, _place(drawing))
    for name, picture in wanted.items():
        if name not in seen:
            yield Finding("gone", name, picture.caption, "", _WANTED, "")


def _faults(drawing: Drawing, picture: Picture) -> Iterator[str]:
    if drawing.mark and drawing.mark.series != digest_of_series(picture):
        yield "vẽ từ số liệu khác"
    elif drawing.mark and drawing.picture is None:
        yield "hình bị thay"
    elif (
        drawing.mark and drawing.picture is not None
        and digest(drawing.picture) != drawing.mark.picture and drawing.picture != drawn_picture(picture)
    ):  # fmt: skip
        yield "hình bị thay hoặc sửa"
    if drawing.is_cut:
        yield "hình bị cắt"


def _recognised(drawing: Drawing, wanted: dict[str, Picture]) -> str | None:
    if drawing.picture is None:
        return None
    return next((name for name, picture in wanted.items() if drawn_picture(picture) == drawing.picture), None)


def _place(drawing: Drawing) -> str:
    """The words under the drawing: its caption stands in the paragraph after it."""
    paragraph = next(drawing.element.iterancestors(qn("w:p")), None)
    after = None if paragraph is None else paragraph.getnext()
    return "" if after is None else text_of(after).strip()[:90]
