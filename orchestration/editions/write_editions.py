"""Writes the editions of all audiences from what is published: database, Parquet, workbook, pages, document."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path
from typing import Any

import duckdb

from ingestion.workspace import Workspace
from orchestration.alerts.tell import record
from orchestration.editions.audience import Audience, audiences_of
from orchestration.editions.dashboards import marts_of_dashboards, write_dashboards
from orchestration.editions.database import (
    PARQUET,
    decide_for,
    published_marts,
    write_database,
    write_parquet,
)
from orchestration.editions.document import DOCUMENT, document_facts, edition_query
from orchestration.editions.place import current, put_in_place
from orchestration.editions.settings import read_edition_settings
from orchestration.editions.shown_before import shown_before
from orchestration.figures_against_targets import Place
from orchestration.publishing.edition import FILE_NAME, MANIFEST_NAME
from orchestration.publishing.signature import signature_line
from quality.disclosure.audience_policy import policy_text
from quality.disclosure.decide import Decision

WORKBOOK = "so-lieu.xlsx"
PAGES = "trang"
DONE = ".written_for"
_DAY = 24 * 3600
_FORM = 2  # of the folder: raised when what is written into it changes though the figures do not


class NothingPublishedError(RuntimeError):
    """There is no published edition to make editions for readers from."""


@dataclass(frozen=True)
class Written:
    """The edition of one audience: its folder, and whether it was written now or was the same already."""

    audience: Audience
    folder: Path
    is_new: bool

    @property
    def untranslated(self) -> list[str]:
        """Texts of its pages that nobody has said in English yet; they stand there in Vietnamese, marked so."""
        found: list[str] = read_manifest(self.folder)["untranslated"]
        return found


def write_editions(
    workspace: Workspace, only: Callable[[Audience], bool] = lambda _: True, say: Callable[[str], None] = lambda _: None
) -> list[Written]:
    """Write what changed for every audience ``only`` lets through; with all of them, what the dashboards read.

    What is shown and hidden is in the ledger on disk before the first pointer turns: whatever a crash leaves
    readable has been taken note of.

    Raises:
        NothingPublishedError: nothing was published yet.
        UnknownMartError: a mart is published of which nobody has said who may see it.
    """
    source = workspace.published / FILE_NAME
    if not source.exists():
        raise NothingPublishedError(str(source))
    published = json.loads((workspace.published / MANIFEST_NAME).read_text(encoding="utf-8"))["content_hash"]
    standing = signature_line(workspace)
    bench = workspace.audiences / ".bench"
    shutil.rmtree(bench, ignore_errors=True)
    bench.mkdir(parents=True)
    try:
        with published_marts(source) as connection:
            decision = decide_for(connection, workspace.disclosed)
            decision.write_down(workspace.disclosed)
            record(workspace, [shown_before(decision)], datetime.now(UTC))
            wanted = [a for a in audiences_of(decision.readers) if only(a)]
            writer = _Writer(workspace, connection, decision, standing, str(published), bench)
            written = list(writer.write(wanted, say))
            if len(wanted) == len(audiences_of(decision.readers)):
                write_dashboards(workspace, [(w.audience, w.folder) for w in written], decision.readers)
                (workspace.audiences / DONE).write_text(written_for(workspace) or "", encoding="utf-8")
            return written
    finally:
        shutil.rmtree(bench, ignore_errors=True)


def written_for(workspace: Workspace) -> str | None:
    """Names what is published and how it stands; None before the first. Editions are written for such a name."""
    path = workspace.published / MANIFEST_NAME
    if not path.exists():
        return None
    content = json.loads(path.read_text(encoding="utf-8"))["content_hash"]
    named = f"{_FORM} {content} {signature_line(workspace)} {marts_of_dashboards()}"
    return hashlib.sha256(named.encode() + policy_text()).hexdigest()


def is_up_to_date(workspace: Workspace) -> bool:
    """Whether all audiences were written for what is published now."""
    done = workspace.audiences / DONE
    return done.exists() and done.read_text(encoding="utf-8") == written_for(workspace)


def written_audiences(workspace: Workspace) -> list[str]:
    """Names of the audiences that have an edition."""
    return sorted(p.name for p in workspace.audiences.glob("[!.]*") if current(p) is not None)


def read_manifest(folder: Path) -> dict[str, Any]:
    """Manifest of the version in ``folder``."""
    found: dict[str, Any] = json.loads((folder / MANIFEST_NAME).read_text(encoding="utf-8"))
    return found


def place_in(manifest: dict[str, Any]) -> Place | None:
    """The unit an audience's manifest is of; None where the audience is no unit."""
    unit = manifest["unit"]
    return Place(unit["unit_code"], date.fromisoformat(unit["valid_from"])) if unit else None


@dataclass(frozen=True)
class _Writer:
    workspace: Workspace
    connection: duckdb.DuckDBPyConnection
    decision: Decision
    standing: str
    published_hash: str
    bench: Path

    def write(self, wanted: Sequence[Audience], say: Callable[[str], None]) -> Iterator[Written]:
        settings = read_edition_settings(self.workspace.register)
        ((day,),) = self.connection.execute("select as_of::date::varchar from whole.marts.dim_city").fetchall()
        for audience in wanted:
            say(audience.label_vi)
            folder = self.workspace.audiences / audience.name
            there, made_from = current(folder), self._made_from(audience)
            if there is not None and read_manifest(there)["made_from"] == made_from:
                yield Written(audience, there, is_new=False)
                continue
            database = self.bench / f"{audience.name}.duckdb"
            content = write_database(self.connection, audience, self.decision, database)
            says = hashlib.sha256(f"{_FORM} {content} {self.standing}".encode()).hexdigest()
            if there is not None and there.name == f"{day}-{says[:12]}":
                database.unlink()
                yield Written(audience, there, is_new=False)
                continue
            yield Written(audience, put_in_place(
                folder, f"{day}-{says[:12]}", partial(self._fill, audience, made_from, database, content),
                keep=settings.keep_versions, keep_seconds=settings.keep_days * _DAY,
            ), is_new=True)  # fmt: skip

    def _made_from(self, audience: Audience) -> str:
        """Names everything the edition of an audience depends on: with the same name nothing has to be written."""
        own = sorted(audience.reader.own) if audience.reader else []
        digest = hashlib.sha256(f"{_FORM} {self.published_hash} {self.standing} {audience.label_vi} {own}".encode())
        digest.update(policy_text())
        for key, fate in sorted(self.decision.plan_of(audience.rule_name).fate.items(), key=str):
            digest.update(f"{key} {fate}".encode())
        return digest.hexdigest()

    def _fill(self, audience: Audience, made_from: str, database: Path, content: str, draft: Path) -> None:
        from orchestration.document.write_document import write_document
        from orchestration.editions.pages import write_pages
        from orchestration.workbook.write_workbook import write_workbook

        database.rename(draft / FILE_NAME)
        write_parquet(draft / FILE_NAME, draft / PARQUET)
        write_workbook(draft / FILE_NAME, draft / WORKBOOK, self.standing)
        place = Place(*audience.reader.unit) if audience.reader else None
        with edition_query(draft / FILE_NAME) as query:
            untranslated = write_pages(query, draft / PAGES, audience, self.standing, content)
            said = document_facts(query, audience.name, audience.label_vi, place)
        write_document(said.facts, said.guiding, self.standing, content, draft / DOCUMENT, said.read_by)
        files = sorted(p for p in draft.rglob("*") if p.is_file())
        manifest = {
            "audience": audience.name,
            "audience_vi": audience.label_vi,
            "unit": {"unit_code": place.unit_code, "valid_from": str(place.valid_from)} if place else None,
            "content_hash": content,
            "made_from": made_from,
            "published_content_hash": self.published_hash,
            "standing_vi": self.standing,
            "untranslated": untranslated,
            "files": {p.relative_to(draft).as_posix(): hashlib.sha256(p.read_bytes()).hexdigest() for p in files},
        }
        text = json.dumps(manifest, indent=2, sort_keys=True, ensure_ascii=False)
        (draft / MANIFEST_NAME).write_text(text + "\n", encoding="utf-8")
