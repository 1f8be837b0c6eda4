"""Data Docs in Vietnamese: Great Expectations builds the site, with pages of ours in place of its English ones.

Its own pages fetch style and scripts from outside and say nothing where there is no network; ours are plain HTML. The
index tells the last run with the trend of every expectation; a page a suite and run stays for ``KEPT_RUNS`` runs.
"""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from quality.release_gate.history import Line
from quality.release_gate.outcome import GateOutcome

KEPT_RUNS = 30


@dataclass(frozen=True)
class Site:
    """What the pages say beside the findings.

    Attributes:
        folder: where the site lies.
        label: whose figures these are, and that they are invented where they are.
        as_of: moment of the answers, as offices write it.
        at: when the gate ran, in the office's time.
        run_id: the Dagster run.
        history: lines of all runs, oldest first, this one last.
    """

    folder: Path
    label: str
    as_of: str
    at: datetime
    run_id: str
    history: Sequence[Line]


def run_name(at: datetime) -> str:
    """Folder of the pages of a run."""
    return f"{at:%Y%m%d-%H%M%S}"


def write_site(context: Any, outcome: GateOutcome, site: Site) -> Path:
    """Build the pages from the validation results in ``context``; the index."""
    from great_expectations.render.renderer.site_builder import SiteBuilder

    pages = {"module_name": "quality.release_gate.pages", "outcome": outcome, "site": site}
    builder = SiteBuilder(
        data_context=context,
        store_backend={"class_name": "TupleFilesystemStoreBackend", "base_directory": str(site.folder)},
        site_name="kho138",
        site_index_builder={**pages, "class_name": "IndexBuilder"},
        site_section_builders={
            "expectations": "None",  # as its settings write it
            "profiling": "None",
            "validations": {
                "class_name": "DefaultSiteSectionBuilder",
                "source_store_name": context.validation_results_store_name,
                "renderer": {**pages, "class_name": "SuiteRenderer"},
                "view": {"module_name": "quality.release_gate.pages", "class_name": "PlainView"},
            },
        },
        show_how_to_buttons=False,
    )
    # not builder.build(): it also copies the fonts, pictures and styles of the pages that are not used
    builder.site_section_builders["validations"].build()
    builder.site_index_builder.build()
    _forget_old_runs(site.folder / "validations")
    return site.folder / "index.html"


def _forget_old_runs(validations: Path) -> None:
    for suite in validations.iterdir():
        for old in sorted(suite.iterdir())[:-KEPT_RUNS]:
            shutil.rmtree(old)
