"""One place where a document and the edition part, and what a check of a document came to."""

from __future__ import annotations

from typing import Literal, NamedTuple


class Finding(NamedTuple):
    """One place where the document and the edition part.

    ``differs``: a field says another figure, a chart is another picture. ``loose``: a figure that no field vouches for,
    in words of a person, or a picture of somebody's. ``unknown``: a field or chart that the edition does not have.
    ``gone``: one that was taken out.
    """

    kind: Literal["differs", "loose", "unknown", "gone"]
    tag: str | None
    label_vi: str
    said: str
    edition: str
    place: str


class WrittenFrom(NamedTuple):
    """What a document says it was written from.

    ``unit``: code of a unit, None for the city; ``audience``: whose edition, None for the warehouse's own.
    """

    unit: str | None
    audience: str | None
    content_hash: str | None


class Checked(NamedTuple):
    """What came of the comparison: fields and charts that were compared, findings, what it was written from."""

    compared: int
    findings: list[Finding]
    written_from: WrittenFrom
