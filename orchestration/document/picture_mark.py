"""The mark of a chart in the document: which chart it is, what it was drawn from, and which picture was drawn.

It is the name of the drawing, which word processors keep when the picture is moved, resized or replaced.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from typing import Any, NamedTuple

from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from orchestration.document.blocks import TAG_PREFIX, Picture

_CHART = f"{TAG_PREFIX}/chart/"
_PARTS = 7  # kho138/chart/<which>/<year>/<unit>/<digest of the series>/<digest of the picture>


class PictureMark(NamedTuple):
    """Name of the chart, digest of its series, digest of its picture."""

    name: str
    series: str
    picture: str

    def __str__(self) -> str:
        return "/".join(self)


class Drawing(NamedTuple):
    """A drawing of a document: its mark where it is a chart of ours, the bytes of its picture, whether it is cut."""

    element: Any
    mark: PictureMark | None
    picture: bytes | None
    is_cut: bool


def mark_of(picture: Picture, drawn: bytes) -> PictureMark:
    """The mark of a chart that is written."""
    return PictureMark(picture.name, digest_of_series(picture), digest(drawn))


def digest_of_series(picture: Picture) -> str:
    """Names what a chart is drawn from."""
    return digest("\n".join(picture.series).encode())


def digest(said: bytes) -> str:
    """Sixteen letters of a hash."""
    return hashlib.sha256(said).hexdigest()[:16]


def drawings(document: Any) -> Iterator[Drawing]:
    """Every drawing in the body of a document, in its order."""
    for drawing in document.element.body.iter(qn("w:drawing")):
        properties = next(drawing.iter(qn("wp:docPr")), None)
        blip = next(drawing.iter(qn("a:blip")), None)
        related = document.part.related_parts.get(blip.get(qn("r:embed"))) if blip is not None else None
        cut = next(drawing.iter(qn("a:srcRect")), None)
        yield Drawing(
            drawing,
            _read("" if properties is None else properties.get("name") or ""),
            None if related is None else related.blob,
            cut is not None and any(value not in {"0", ""} for value in cut.attrib.values()),
        )


def keep_pictures_as_they_are(document: Any) -> None:
    """Ask word processors not to shrink pictures when they save: a shrunken one is not the one that was drawn."""
    settings = document.settings.element
    keep = OxmlElement("w:doNotAutoCompressPictures")
    scheme = settings.find(qn("w:clrSchemeMapping"))
    if scheme is None:
        settings.append(keep)
    else:
        scheme.addnext(keep)  # where the order of the format has it


def _read(name: str) -> PictureMark | None:
    parts = name.split("/")
    if not name.startswith(_CHART) or len(parts) != _PARTS:
        return None
    return PictureMark("/".join(parts[:-2]), parts[-2], parts[-1])
