"""A document in memory, what it was written from, and how its fields are found and edited."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

from docx import Document
from docx.oxml.ns import qn

from orchestration.document.check_document import check_document, reference
from orchestration.document.finding import Finding
from orchestration.document.write_document import build_document
from orchestration.review_page.page_facts import PageFacts, page_facts
from tests.integration.conftest import FirstRun

DRAFT = "DỰ THẢO: số liệu chưa được phê duyệt"


class Written:
    """A document, and what it was written from."""

    def __init__(self, first_run: FirstRun, unit: str | None) -> None:
        self.facts: PageFacts = page_facts(query_of(first_run), unit)
        self.guiding = query_of(first_run)("select * from guiding_document order by document_date, document_no", [])
        self.document = build_document(
            self.facts, self.guiding, DRAFT, first_run.city.content_hash(), with_charts=False
        )

        self.reference = reference(self.facts, self.guiding)

    def edited(self, edit: Callable[[Any], None]) -> list[Finding]:
        document = again(self.document)
        edit(document)
        return [f for f in check_document(document, self.reference).findings if f.kind != "gone"]


def query_of(first_run: FirstRun) -> Callable[..., list[dict[str, Any]]]:
    import duckdb

    def query(sql: str, parameters: Any = ()) -> list[dict[str, Any]]:
        path = str(first_run.city.home / "published" / "kho138.duckdb")
        with duckdb.connect(path, read_only=True) as connection:
            connection.execute("use marts")
            cursor = connection.execute(sql, list(parameters))
            names = [column[0] for column in cursor.description or []]
            return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]

    return query


def again(document: Any) -> Any:
    """The document as it comes back from a disk."""
    kept = io.BytesIO()
    document.save(kept)
    return Document(kept)


def texts(document: Any) -> list[str]:
    return ["".join(t.text or "" for t in p.iter(qn("w:t"))) for p in document.element.body.iter(qn("w:p"))]


def field(document: Any, tag: str) -> Any:
    """The text element of a figure."""
    found = [s for s in document.element.body.iter(qn("w:sdt")) if s.find(f".//{qn('w:tag')}").get(qn("w:val")) == tag]
    return found[0].find(f".//{qn('w:t')}")
