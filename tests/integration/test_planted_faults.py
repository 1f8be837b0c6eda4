"""Every planted fault is found at its declared place; the negative controls and clean files raise nothing."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from ingestion.landing.landing import Landing
from ingestion.sample_city.personal_data import AUTHOR, CITIZEN_NUMBERS, MISTAKES, TELEPHONE
from tests.integration.conftest import FirstRun
from tests.integration.traces import traces

# questions that compare submissions (H4): invented figures move as real ones do
ASKED_OF_CLEAN_FILES = {"XPER-01"}


@pytest.fixture(scope="module")
def plan(first_run: FirstRun) -> dict[str, list[dict[str, Any]]]:
    loaded: dict[str, list[dict[str, Any]]] = json.loads(
        (first_run.city.home / "planted_faults.json").read_text(encoding="utf-8")
    )
    return loaded


@pytest.fixture(scope="module")
def found(first_run: FirstRun) -> dict[str, list[dict[str, Any]]]:
    rows = first_run.city.query(
        "select submission_id, rule_id, sheet, coalesce(cell, '') || ', ' || coalesce(related_cells, ''), verdict "
        "from fct_quality_issue"
    )
    by_submission = defaultdict(list)
    for submission_id, rule_id, sheet, cells, verdict in rows:
        by_submission[submission_id].append(
            {"rule": rule_id, "sheet": sheet, "cells": cells.split(", "), "verdict": verdict}
        )
    return by_submission


def test_about_one_file_in_twenty_is_faulty(first_run: FirstRun, plan: dict[str, list[dict[str, Any]]]) -> None:
    files = sum(1 for p in (first_run.city.home / "drop").rglob("*") if p.is_file())
    assert 2_000 <= files <= 2_400
    assert 0.04 <= len(plan["faults"]) / files <= 0.07
    assert len({f["fault_class"] for f in plan["faults"]}) >= 30


def test_each_fault_is_found_at_its_place(plan: dict[str, list[dict[str, Any]]], found: dict[str, list[Any]]) -> None:
    missed = []
    for fault in plan["faults"]:
        place, expect = fault["place"], fault["expect"]
        if place["level"] == "ledger":
            continue
        hits = [
            issue
            for issue in found[fault["submission_id"]]
            if issue["rule"] in expect["rules"]
            and issue["verdict"] == expect["verdict"]
            and place["sheet"] in (None, issue["sheet"])
            and (place["cell"] is None or place["cell"] in issue["cells"])
        ]
        if not hits:
            missed.append((fault["fault_class"], fault["path"], place, expect))
    assert missed == []


def test_faults_of_the_ledger_are_found_in_the_ledger(
    first_run: FirstRun, plan: dict[str, list[dict[str, Any]]], found: dict[str, list[Any]]
) -> None:
    ledger = [f for f in plan["faults"] if f["place"]["level"] == "ledger"]
    assert {f["fault_class"] for f in ledger} == {"superseded", "same_revision", "same_file_twice", "late"}
    states = pl.read_parquet(first_run.city.home / "lake" / "submissions" / "*.parquet")
    known = set(states["submission_id"])
    standing = {s for (s,) in first_run.city.query("select submission_id from fct_submission_coverage")}
    for fault in ledger:
        assert fault["submission_id"] in known
        if fault["fault_class"] == "superseded":
            assert fault["submission_id"] not in standing
            continue
        rules = {i["rule"] for i in found[fault["submission_id"]]}
        assert set(fault["expect"]["rules"]) <= rules, fault


def test_negative_controls_raise_nothing(plan: dict[str, list[dict[str, Any]]], found: dict[str, list[Any]]) -> None:
    noisy = {
        (c["why"], c["path"]): [i["rule"] for i in found[c["submission_id"]] if i["rule"] not in ASKED_OF_CLEAN_FILES]
        for c in plan["controls"]
    }
    assert len(noisy) >= 15
    assert {k: v for k, v in noisy.items() if v} == {}


def test_clean_files_raise_nothing(plan: dict[str, list[dict[str, Any]]], found: dict[str, list[Any]]) -> None:
    planted = {f["submission_id"] for f in plan["faults"]}
    noise = {s: [i["rule"] for i in issues] for s, issues in found.items() if issues and s not in planted}
    assert {r for rules in noise.values() for r in rules} <= ASKED_OF_CLEAN_FILES
    assert len(noise) < 20


def test_what_the_article_stands_on_is_healed(first_run: FirstRun) -> None:
    open_items = first_run.city.query(
        "select unit_code, form_code, period_id, state from fct_submission_coverage "
        "where unit_kind in ('ward_commune', 'police', 'city_sc138') and is_owed and not is_accepted"
    )
    assert open_items == []
    assert first_run.city.query("select count(*) from fct_submission_coverage where state = 'late'")[0][0] > 0


def test_no_byte_of_planted_personal_data_is_kept(first_run: FirstRun, plan: dict[str, list[dict[str, Any]]]) -> None:
    home = first_run.city.home
    refused = {f["submission_id"] for f in plan["faults"] if f["fault_class"] in MISTAKES}
    assert len(refused) == sum(count for *_, count in MISTAKES.values())
    landing = Landing(home / "landing")
    receipts = landing.receipts().filter(pl.col("submission_id").is_in(list(refused)))
    assert receipts.height == len(refused)
    assert receipts["object_id"].null_count() == len(refused)
    assert set(landing.refusals().filter(pl.col("submission_id").is_in(list(refused)))["submission_id"]) == refused
    assert traces(home, [CITIZEN_NUMBERS[0], TELEPHONE, AUTHOR]) == []
    for place in ("lake", "published", "slips"):
        assert traces(home / place, ["CQ-038"])  # what is there is seen
    masked = landing.refusals().filter(pl.col("rule_id") == "PII-01")["masked_sample"].unique().to_list()
    assert masked == [f"{CITIZEN_NUMBERS[0][:2]}{'•' * 10}"]


def test_who_saved_a_workbook_is_struck_out_and_the_report_counts(
    first_run: FirstRun, plan: dict[str, list[dict[str, Any]]]
) -> None:
    signed = {c["submission_id"] for c in plan["controls"] if c["why"] == "author_in_properties"}
    receipts = Landing(first_run.city.home / "landing").receipts().filter(pl.col("submission_id").is_in(list(signed)))
    assert receipts.height == 2
    assert receipts.filter(pl.col("object_id") == pl.col("submission_id")).is_empty()  # a copy without the name
    assert receipts["object_id"].null_count() == 0


def test_every_report_received_is_in_the_balance_that_is_printed(first_run: FirstRun) -> None:
    counts = first_run.city.query("select received, accepted, returned, quarantined from fct_received")
    printed = re.search(
        r"Đã nhận ([\d.]+) báo cáo .* = ([\d.]+) chấp nhận \+ (\d+) trả lại \+ (\d+) giữ lại", first_run.output
    )
    assert printed
    said = tuple(int(n.replace(".", "")) for n in printed.groups())
    assert said[0] == sum(said[1:])
    assert counts == [said]
    readme = (Path(__file__).parents[2] / "README.md").read_text(encoding="utf-8")
    assert printed[0] in readme
