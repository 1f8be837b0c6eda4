"""The review page of one audience in both languages, from its own database: what is not in it cannot be on the page."""

from __future__ import annotations

import contextlib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import duckdb

from orchestration.editions.audience import Audience


def write_pages(database: Path, folder: Path, audience: Audience, standing: str, content_hash: str) -> None:
    """The city's page; for a ward its own too, for the city's committee those of all wards."""
    from orchestration.review_page.both_languages import both_languages
    from orchestration.review_page.english import english_of
    from orchestration.review_page.page_facts import Row, UnknownUnitError
    from orchestration.review_page.write_pages import city_page, page_name, pages, unit_page

    with duckdb.connect(str(database), read_only=True) as connection:
        connection.execute("use marts")

        def query(sql: str, parameters: Sequence[Any] = ()) -> list[Row]:
            cursor = connection.execute(sql, list(parameters))
            names = [column[0] for column in cursor.description or []]
            return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]

        if audience.seen_as == "city":
            made = dict(pages(query, standing, content_hash))
        else:
            made = {page_name(None): city_page(query, standing, content_hash, alone=True)}
        if audience.reader is not None:
            code = audience.reader.unit.unit_code
            with contextlib.suppress(UnknownUnitError):  # a ward that began later has no figures of the review year
                made[page_name(code)] = unit_page(query, code, standing, content_hash)
        made = both_languages(made, english_of(query)).pages
    folder.mkdir()
    for name, html in made.items():
        (folder / name).write_text(html, encoding="utf-8")
