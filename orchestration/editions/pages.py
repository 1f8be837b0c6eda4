"""The review page of one audience in both languages, from its own database: what is not in it cannot be on the page."""

from __future__ import annotations

import contextlib
from pathlib import Path

from orchestration.editions.audience import Audience
from orchestration.figures_against_targets import Place, Query


def write_pages(query: Query, folder: Path, audience: Audience, standing: str, content_hash: str) -> list[str]:
    """The city's page; the city's committee also reads those of all units, a ward its own, a kind of senders its own.

    Returns texts that have no English yet; they stay Vietnamese, marked so, on the English pages.
    """
    from orchestration.review_page.both_languages import both_languages
    from orchestration.review_page.english import english_of
    from orchestration.review_page.kind_page import kind_page, kind_page_name
    from orchestration.review_page.page_facts import UnknownUnitError
    from orchestration.review_page.write_pages import city_page_for, page_name, page_of_place, pages

    kind = audience.rule.of_kind
    of_kind = kind_page(query, kind, standing, content_hash) if kind else None
    if audience.seen_as == "city":
        made = dict(pages(query, standing, content_hash))
    else:
        kinds = [kind] if kind and of_kind else []
        made = {page_name(None): city_page_for(query, kinds, standing, content_hash)}
    if kind and of_kind:
        made[kind_page_name(kind)] = of_kind
    if audience.reader is not None:
        place = Place(*audience.reader.unit)
        with contextlib.suppress(UnknownUnitError):  # nobody on its territory has reported
            made[page_name(place.unit_code)] = page_of_place(query, place, standing, content_hash)
    both = both_languages(made, english_of(query))
    folder.mkdir()
    for name, html in both.pages.items():
        (folder / name).write_text(html, encoding="utf-8")
    return both.untranslated
