"""Landing keeps bytes once and receipts once; pulling again changes nothing."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime, timedelta
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingestion.landing.arrival import Arrival
from ingestion.landing.landing import Landing
from ingestion.shapes import RECEIPT

_NOON = datetime(2024, 12, 16, 12, tzinfo=UTC)


def _arrival(name: str, content: bytes, minutes: int = 0) -> Arrival:
    return Arrival("drop_folder", "agency", "CQ-001", name, content, _NOON + timedelta(minutes=minutes))


def test_bytes_are_named_by_their_sha256_and_never_change(tmp_path: Path) -> None:
    landing = Landing(tmp_path)
    new = landing.receive([_arrival("a.xlsx", b"one"), _arrival("b.xlsx", b"two")])
    assert new.schema == RECEIPT
    for submission_id, content in zip(new["submission_id"], (b"one", b"two"), strict=True):
        assert submission_id == hashlib.sha256(content).hexdigest()
        assert landing.content(submission_id) == content
    with pytest.raises(FileNotFoundError):
        landing.content("0" * 64)


def test_the_same_bytes_under_another_name_are_a_second_receipt_of_one_submission(tmp_path: Path) -> None:
    landing = Landing(tmp_path)
    landing.receive([_arrival("a.xlsx", b"one"), _arrival("a (copy).xlsx", b"one", 5)])
    assert landing.receipts().height == 2
    assert landing.receipts()["submission_id"].n_unique() == 1


def test_a_name_from_outside_is_never_a_path(tmp_path: Path) -> None:
    Landing(tmp_path / "landing").receive([_arrival("../../escaped.xlsx", b"one")])
    assert [p.name for p in tmp_path.iterdir()] == ["landing"]


@settings(max_examples=25, deadline=None)
@given(st.lists(st.tuples(st.sampled_from("abc"), st.binary(max_size=3)), max_size=8), st.randoms())
def test_any_order_and_any_repetition_give_the_same_receipts(
    tmp_path_factory: pytest.TempPathFactory, files: list[tuple[str, bytes]], random: object
) -> None:
    once, often = Landing(tmp_path_factory.mktemp("once")), Landing(tmp_path_factory.mktemp("often"))
    arrivals = [_arrival(name, content) for name, content in files]
    once.receive(arrivals)
    shuffled = list(arrivals)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    for arrival in shuffled:
        often.receive([arrival])
    assert often.receive(arrivals).is_empty()
    key = pl.col("receipt_id")
    assert once.receipts().sort(key).equals(often.receipts().sort(key))
