"""Short names change no order, come back as they were, and leave submissions of other batches alone."""

from __future__ import annotations

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from ingestion.short_names import ShortNames

_IDS = st.lists(st.text("0123456789abcdef", min_size=64, max_size=64), min_size=1, max_size=20)


@given(_IDS)
def test_there_and_back_in_the_same_order(ids: list[str]) -> None:
    batch = pl.DataFrame({"submission_id": ids})
    names = ShortNames(batch["submission_id"])
    short = names.shorten(batch)
    assert names.restore(short).equals(batch)
    assert names.restore(short.sort("submission_id")).equals(batch.sort("submission_id"))
    assert short["submission_id"].str.len_bytes().max() <= 12  # type: ignore[operator]  # lengths of at least one text


@given(st.lists(st.sampled_from(["a" * 64, "b" * 64, "c" * 64]), min_size=1, max_size=20))
def test_rows_of_a_submission_need_not_stand_together(ids: list[str]) -> None:
    rows = pl.DataFrame({"submission_id": ids})
    names = ShortNames(rows["submission_id"].unique())
    assert names.restore(names.shorten(rows)).equals(rows)


def test_submissions_outside_the_batch_keep_their_names() -> None:
    names = ShortNames(pl.Series(["a" * 64]))
    other = pl.DataFrame({"submission_id": ["b" * 64, None]})
    assert names.shorten(other).equals(other)
