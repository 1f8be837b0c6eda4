"""The report of one audience as .docx, from its own database: what is not in it cannot be in the document."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import duckdb

from orchestration.figures_against_targets import Place, Query
from orchestration.publishing.edition import MART_SCHEMA

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from orchestration.document.write_document import ReadBy
    from orchestration.review_page.page_facts import PageFacts
    from orchestration.wording import Row

DOCUMENT = "bao-cao.docx"
GUIDING = "select * from guiding_document order by document_date, document_no"


class DocumentFacts(NamedTuple):
    """What the document of an audience is written from and checked against."""

    facts: PageFacts
    guiding: list[Row]
    read_by: ReadBy


@contextmanager
def edition_query(database: Path) -> Iterator[Query]:
    """Runs SQL over the marts of one edition."""
    with duckdb.connect(str(database), read_only=True) as connection:
        connection.execute(f"use {MART_SCHEMA}")

        def query(sql: str, parameters: Sequence[Any] = ()) -> list[Row]:
            cursor = connection.execute(sql, list(parameters))
            names = [column[0] for column in cursor.description or []]
            return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]

        yield query


def document_facts(query: Query, audience: str, label_vi: str, place: Place | None) -> DocumentFacts:
    """A unit's committee speaks of its unit, in its own name; everybody else reads the city's report.

    Args:
        query: runs SQL over the audience's edition.
        audience: its name.
        label_vi: what it is called.
        place: its unit, where the audience is one.
    """
    from orchestration.document.write_document import ReadBy
    from orchestration.review_page.page_facts import UnknownUnitError, facts_of_unit, page_facts

    try:
        facts = facts_of_unit(query, place) if place else page_facts(query, None)
    except UnknownUnitError:  # nothing can be said of it: neither it nor what it succeeded has reported
        facts = page_facts(query, None)
    written_by_reader = facts.unit is not None or audience == "city"
    note = None if written_by_reader else f"Bản dành cho {label_vi[0].lower()}{label_vi[1:]}"
    return DocumentFacts(facts, query(GUIDING, []), ReadBy(audience, note))
