"""What a document is made of before it is a file: prose with figures that know where they come from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

TAG_PREFIX = "kho138"
_LONGEST_TAG = 64  # a word processor refuses a file with a longer one


class Figure(NamedTuple):
    """A figure in the text: what it says, and the name that a check finds it by.

    ``tag`` is ``kho138/<indicator>/<year>/<unit or "city">/<measure>``; ``label_vi`` is for people.
    """

    tag: str
    text: str
    label_vi: str


def figure(indicator: str, year: int, unit: str | None, measure: str, text: str, label_vi: str) -> Figure:
    """A figure with its tag.

    Raises:
        ValueError: the tag would be longer than a word processor allows.
    """
    tag = f"{TAG_PREFIX}/{indicator}/{year}/{unit or 'city'}/{measure}"
    if len(tag) > _LONGEST_TAG:
        raise ValueError(f"tag of more than {_LONGEST_TAG} letters: {tag}")
    return Figure(tag, text, label_vi)


Piece = str | Figure


@dataclass(frozen=True)
class Heading:
    """A numbered heading; level 1 is "I.", level 2 is "1."."""

    level: int
    text: str


@dataclass(frozen=True)
class Paragraph:
    """Prose with figures; ``listed`` ones begin with a dash, ``small`` ones explain a table."""

    pieces: tuple[Piece, ...]
    listed: bool = False
    small: bool = False


@dataclass(frozen=True)
class Room:
    """A place for a person to write; the hint is what shall be written there."""

    name: str
    hint: str


@dataclass(frozen=True)
class Grid:
    """A table: headings, widths in millimetres, rows of cells."""

    caption: str
    headings: tuple[str, ...]
    widths: tuple[float, ...]
    rows: tuple[tuple[Piece, ...], ...]
    numeric_from: int = 1  # first column whose cells stand at the right


@dataclass(frozen=True)
class Picture:
    """A chart, as SVG, with what it shows in words.

    ``name`` is ``kho138/chart/<which>/<year>/<unit or "city">``; ``series`` is what it is drawn from, one text a mark:
    readers who do not see the picture are told it, and the check compares it with the edition.
    """

    name: str
    caption: str
    series: tuple[str, ...]
    svg: str

    @property
    def described(self) -> str:
        """The picture in words."""
        return f"{self.caption}: {'; '.join(self.series)}."


Block = Heading | Paragraph | Room | Grid | Picture
