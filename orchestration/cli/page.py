"""``kho138 page``: the review page of the city, of one unit, or all of them, as files that open anywhere."""

from __future__ import annotations

import json
from enum import StrEnum
from pathlib import Path

import typer

from ingestion.workspace import Workspace
from orchestration.cli.console import ERR, OUT, progress
from orchestration.cli.edition_reader import query, standing_lines
from orchestration.publishing.edition import MANIFEST_NAME


class Language(StrEnum):
    """Which versions of the page are written."""

    vi = "vi"
    en = "en"
    both = "both"


def page(
    unit: str = typer.Option(None, help="Only the page of this unit, e.g. 13681; default the city's and every ward's."),
    language: Language = typer.Option(Language.both, help="Vietnamese, English, or both with a link between them."),
    into: Path = typer.Option(None, help="Folder to write to; default “trang” beside the published edition."),
) -> None:
    """Write the review page of the published edition: for screens, phones and A4."""
    workspace = Workspace.from_environment()
    query("select 1 as there")  # says so when nothing has been published yet
    from orchestration.review_page.both_languages import both_languages
    from orchestration.review_page.english import english_of
    from orchestration.review_page.page_facts import UnknownUnitError
    from orchestration.review_page.write_pages import page_name, pages, unit_page

    manifest = json.loads((workspace.published / MANIFEST_NAME).read_text(encoding="utf-8"))
    standing, content_hash = standing_lines().strip(), manifest["content_hash"]
    folder = into or workspace.published / "trang"
    folder.mkdir(parents=True, exist_ok=True)
    try:
        with progress("Đang viết trang tổng kết…"):
            made = (
                {page_name(unit): unit_page(query, unit, standing, content_hash)}
                if unit
                else dict(pages(query, standing, content_hash))
            )
            if language is not Language.vi:
                both = both_languages(made, english_of(query))
                for text in both.untranslated:
                    ERR.print(f"Chưa có bản tiếng Anh của: {text}")
                vietnamese = set(made) if language is Language.en else set()
                made = {name: html for name, html in both.pages.items() if name not in vietnamese}
    except UnknownUnitError:
        ERR.print(f"Bản công bố không có số liệu của đơn vị {unit}.")
        raise typer.Exit(1) from None
    for name, html in made.items():
        part = folder / f".{name}.part"
        part.write_text(html, encoding="utf-8")
        part.replace(folder / name)
    OUT.print(f"Đã viết {len(made)} trang: {folder / next(iter(made))}")
