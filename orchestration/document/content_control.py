"""Content controls (``w:sdt``) of a word processor: a figure that names its indicator, a room for a person's words."""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy
from typing import Any

from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import RGBColor

from orchestration.document.blocks import TAG_PREFIX, Figure

_ROOM = "prose"
_QUIET = RGBColor(0x52, 0x60, 0x6D)


class ControlWriter:
    """Appends controls to paragraphs; each gets a number of its own, as the format asks."""

    def __init__(self) -> None:
        self._last = 138_000

    def figure(self, paragraph: Any, figure: Figure) -> None:
        """A figure, in the typeface of its paragraph."""
        self._append(paragraph, figure.tag, figure.label_vi, figure.text)

    def room(self, paragraph: Any, name: str, hint: str) -> None:
        """A place to write; the hint disappears when somebody does."""
        self._append(paragraph, f"{TAG_PREFIX}/{_ROOM}/{name}", "Phần do người soạn thảo viết", hint, is_hint=True)

    def _append(self, paragraph: Any, tag: str, label: str, text: str, *, is_hint: bool = False) -> None:
        self._last += 1
        run = paragraph.add_run(text)
        look = run._r.get_or_add_rPr()
        if is_hint:
            run.italic, run.font.color.rgb = True, _QUIET
        properties = OxmlElement("w:sdtPr")
        properties.append(deepcopy(look))  # of what is typed into it later
        for name, value in (("w:alias", label[:64]), ("w:tag", tag), ("w:id", str(self._last))):
            child = OxmlElement(name)
            child.set(qn("w:val"), value)
            properties.append(child)
        if is_hint:
            properties.append(OxmlElement("w:showingPlcHdr"))
        properties.append(OxmlElement("w:text"))
        content = OxmlElement("w:sdtContent")
        control = OxmlElement("w:sdt")
        control.append(properties)
        control.append(content)
        run._r.addprevious(control)
        content.append(run._r)


def tag_of(control: Any) -> str | None:
    """The tag of a control; None for one that has none."""
    found = control.find(f"{qn('w:sdtPr')}/{qn('w:tag')}")
    return None if found is None else found.get(qn("w:val"))


def is_figure(tag: str | None) -> bool:
    """Whether a tag names a figure of ours."""
    return tag is not None and tag.startswith(f"{TAG_PREFIX}/") and not tag.startswith(f"{TAG_PREFIX}/{_ROOM}/")


def text_of(element: Any) -> str:
    """What a reader sees of an element: inserted text counts, deleted text does not."""
    return "".join(part.text or "" for part in element.iter(qn("w:t")))


def controls(element: Any) -> Iterator[Any]:
    """Content controls below an element."""
    yield from element.iter(qn("w:sdt"))
