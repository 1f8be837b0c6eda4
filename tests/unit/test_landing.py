"""Landing keeps bytes once and receipts once; pulling again changes nothing; what cannot be looked at is not kept."""

from __future__ import annotations

import hashlib
import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingestion.landing import receive as receiving
from ingestion.landing.arrival import Arrival
from ingestion.landing.landing import Landing
from ingestion.shapes import RECEIPT, REFUSAL
from quality.personal_data.allowed import allowed

_NOON = datetime(2024, 12, 16, 12, tzinfo=UTC)
_ALLOWED = allowed(None)


def _document(value: object) -> bytes:
    return json.dumps({"form_code": "F02", "values": {"staff_total": value}}).encode()


ONE, TWO = _document(1), _document(2)


def _arrival(name: str, content: bytes, minutes: int = 0, sender: str = "CQ-001") -> Arrival:
    return Arrival("drop_folder", "agency", sender, name, content, _NOON + timedelta(minutes=minutes))


def _receive(landing: Landing, *arrivals: Arrival) -> pl.DataFrame:
    return receiving.receive(landing, arrivals, _ALLOWED)


def test_bytes_are_named_by_their_sha256_and_never_change(tmp_path: Path) -> None:
    landing = Landing(tmp_path)
    new = _receive(landing, _arrival("a.json", ONE), _arrival("b.json", TWO))
    assert new.schema == RECEIPT
    for submission_id, content in zip(new["submission_id"], (ONE, TWO), strict=True):
        assert submission_id == hashlib.sha256(content).hexdigest()
        assert landing.content(submission_id) == content
    assert new["object_id"].equals(new["submission_id"].alias("object_id"))
    with pytest.raises(FileNotFoundError):
        landing.content("0" * 64)


def test_the_same_bytes_under_another_name_are_a_second_receipt_of_one_submission(tmp_path: Path) -> None:
    landing = Landing(tmp_path)
    _receive(landing, _arrival("a.json", ONE), _arrival("a (copy).json", ONE, 5), _arrival("a.json", ONE, 9, "CQ-002"))
    assert landing.receipts().height == 3
    assert landing.receipts()["submission_id"].n_unique() == 1


def test_a_name_from_outside_is_never_a_path(tmp_path: Path) -> None:
    _receive(Landing(tmp_path / "landing"), _arrival("../../escaped.json", ONE))
    assert [p.name for p in tmp_path.iterdir()] == ["landing"]


def test_a_file_that_cannot_be_opened_is_not_kept_and_its_reason_is(tmp_path: Path) -> None:
    landing = Landing(tmp_path)
    receipt = _receive(landing, _arrival("a.xlsx", b"<html>"), _arrival("b.json", ONE)).row(0, named=True)
    assert receipt["object_id"] is None
    assert landing.refusals().schema == REFUSAL
    refusal = landing.refusals().row(0, named=True)
    assert (refusal["submission_id"], refusal["rule_id"], refusal["kind"]) == (
        receipt["submission_id"],
        "OPEN-02",
        None,
    )
    assert len(list((tmp_path / "objects").rglob("*"))) == 2  # one folder, one object


def test_batches_are_bounded_and_parsed_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(receiving, "BATCH_FILES", 2)
    told: list[tuple[int, int]] = []
    arrivals = [_arrival(f"{n}.json", _document(n)) for n in range(5)]
    receiving.receive(
        Landing(tmp_path), arrivals, _ALLOWED, lambda ids, parsed: told.append((len(ids), parsed.openings.height))
    )
    assert told == [(2, 2), (2, 2), (1, 1)]


def test_receipts_written_before_the_guard_have_their_bytes(tmp_path: Path) -> None:
    landing = Landing(tmp_path)
    _receive(landing, _arrival("a.json", ONE))
    file = next((tmp_path / "receipts").iterdir())
    pl.read_parquet(file).drop("object_id").write_parquet(file)
    assert landing.receipts()["object_id"].to_list() == [hashlib.sha256(ONE).hexdigest()]


@settings(max_examples=25, deadline=None)
@given(st.lists(st.tuples(st.sampled_from("abc"), st.integers(0, 3)), max_size=8), st.randoms())
def test_any_order_and_any_repetition_give_the_same_receipts(
    tmp_path_factory: pytest.TempPathFactory, files: list[tuple[str, int]], random: object
) -> None:
    once, often = Landing(tmp_path_factory.mktemp("once")), Landing(tmp_path_factory.mktemp("often"))
    # a document nobody can open among them: 3
    arrivals = [_arrival(f"{name}.json", _document(n) if n < 3 else b"\x00") for name, n in files]
    _receive(once, *arrivals)
    shuffled = list(arrivals)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    for arrival in shuffled:
        _receive(often, arrival)
    assert _receive(often, *arrivals).is_empty()
    key = pl.col("receipt_id")
    assert once.receipts().sort(key).equals(often.receipts().sort(key))


def test_what_a_crash_left_half_written_is_written_again(tmp_path: Path) -> None:
    landing = Landing(tmp_path)
    object_id = landing.keep(b"whole report")
    kept = tmp_path / "objects" / object_id[:2] / object_id
    kept.write_bytes(b"whole")  # the crash: bytes cut, no receipt
    assert landing.keep(b"whole report", object_id) == object_id
    assert kept.read_bytes() == b"whole report"
    assert [p.name for p in kept.parent.iterdir()] == [object_id]
