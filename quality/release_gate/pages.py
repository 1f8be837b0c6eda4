"""The pages of the Data Docs: what Great Expectations calls renderer, view and index builder, in Vietnamese."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader

from quality.release_gate.history import trend
from quality.release_gate.outcome import Finding, GateOutcome
from quality.release_gate.site import Site, run_name
from quality.release_gate.suite import suites
from quality.release_gate.trend_line import trend_line

_WORDS = {
    "block": ("Chặn công bố", "không đạt: chặn công bố"),
    "warn": ("Cảnh báo", "cảnh báo"),
    "note": ("Ghi nhận", "ghi nhận"),
}


class SuiteRenderer:
    """A validation result of one suite -> what its page shows."""

    def __init__(self, data_context: Any, outcome: GateOutcome, site: Site) -> None:  # named by the builder
        self._outcome, self._site = outcome, site

    def render(self, result: Any) -> dict[str, Any]:
        """Facts for ``suite.html.j2``."""
        found = [f for f in self._outcome.findings if f.suite == result.suite_name]
        return {
            "template": "suite.html.j2",
            "up": "../../../../",
            "suite": suites()[result.suite_name],
            "rows": _rows(found, self._site),
        } | (_common(self._outcome, self._site))


class PlainView:
    """Facts -> HTML that needs nothing from elsewhere."""

    def __init__(self, custom_styles_directory: Any = None, custom_views_directory: Any = None) -> None:
        """Neither folder is used: the style stands in the page."""

    def render(self, facts: dict[str, Any], **_: Any) -> str:
        """The page of ``facts["template"]``."""
        return _templates().get_template(facts["template"]).render(facts)


class IndexBuilder:
    """The first page: the verdict, what failed, every suite of the last run with its trend, and earlier runs."""

    def __init__(self, target_store: Any, outcome: GateOutcome, site: Site, **_: Any) -> None:
        self._store, self._outcome, self._site = target_store, outcome, site

    def build(self) -> Any:
        """Write ``index.html``."""
        found = self._outcome.findings
        shown = [
            (suites()[name], _rows([f for f in found if f.suite == name], self._site), self._page_of(name))
            for name in dict.fromkeys(f.suite for f in found)
        ]
        facts = {"template": "index.html.j2", "suites": shown, "runs": list(reversed(self._site.history))[:30]}
        return self._store.write_index_page(PlainView().render(facts | _common(self._outcome, self._site)))

    def _page_of(self, suite: str) -> str:
        """Address of the suite's page of this run, relative to the index."""
        page = next((self._site.folder / "validations" / suite / run_name(self._site.at)).rglob("*.html"))
        return page.relative_to(self._site.folder).as_posix()


def _common(outcome: GateOutcome, site: Site) -> dict[str, Any]:
    return {
        "site": site,
        "outcome": outcome,
        "words": _WORDS,
        "bad": [f for severity in ("block", "warn", "note") for f in outcome.failed(severity)],  # type: ignore[arg-type]  # the three words are the literal's
        "good": sum(f.passed for f in outcome.findings),
    }


def _rows(found: list[Finding], site: Site) -> list[tuple[Finding, str]]:
    points = trend(site.history)
    return [(f, trend_line(points[f.key])) for f in found]


@cache
def _templates() -> Environment:
    return Environment(loader=FileSystemLoader(Path(__file__).with_name("templates")), autoescape=True)
