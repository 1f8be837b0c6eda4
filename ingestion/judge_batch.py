"""A parsed batch -> verdicts, issues and accepted facts.

Reads one file at a time in meaning, the whole batch at once in work: nothing here depends on any
other submission, so order cannot matter.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple, cast

import polars as pl

from ingestion.cleaning.clean_batch import clean_batch
from ingestion.cleaning.legacy_text import Decoded, decode_legacy
from ingestion.cleaning.ratios import split_ratios
from ingestion.corrections.apply import apply_corrections
from ingestion.corrections.records import SHAPE as CORRECTION
from ingestion.explanations import explanations_of
from ingestion.facts import facts_of
from ingestion.faultless.candidates import candidates
from ingestion.faultless.filled_cells import file_numbers
from ingestion.faultless.judge_quiet import judge_quiet
from ingestion.figures_key import with_figures_key
from ingestion.form_shape import shape_findings, with_absent_json_fields
from ingestion.form_version import not_asked_then, version_findings, with_present_names
from ingestion.identify import OFFICE_TIME, form_codes, header_findings
from ingestion.landing.refused import masked_name_issues, refused_issues
from ingestion.line_totals import total_findings
from ingestion.noticed import noticed_issues, with_figures_outside, without_explained
from ingestion.old_layouts.mapping_model import Mapping
from ingestion.old_layouts.read_layout import read_layouts
from ingestion.parsing.locate import Located, locate
from ingestion.parsing.unfold import no_printed, whole_cells
from ingestion.shapes import CELL_FINDING, FACT, REFUSED
from ingestion.sheet_copies import sheet_copy_findings
from ingestion.typed_header import contract_findings, of_own_kind, resolved
from ingestion.verdicts import submissions_of
from ingestion.whole_file_issues import strangers, unopened, unrecognised
from ingestion.wide_frame import wide_frame
from quality.contracts.form_model import Form
from quality.contracts.registry import forms, header
from quality.contracts.vocabulary import PeriodType, SubmitterKind
from quality.issues.shape import FINDING, ISSUE
from quality.issues.write_up import Place, fields_named, write_up
from quality.register.register import Register
from quality.rules.in_force import findings_in_force
from quality.validate import validate

_KEY = ["submission_id", "line_no"]
_RECEIVED_ON = pl.col("received_at").dt.convert_time_zone(OFFICE_TIME).dt.date()


class Judged(NamedTuple):
    """Submissions (shape SUBMISSION), issues (ISSUE), facts (FACT) and explanations (EXPLANATION) of a batch."""

    submissions: pl.DataFrame
    issues: pl.DataFrame
    facts: pl.DataFrame
    explanations: pl.DataFrame


def judge_batch(
    receipts: pl.DataFrame,
    openings: pl.DataFrame,
    cells: pl.DataFrame,
    register: Register,
    ingest_batch_id: str,
    noticed: pl.DataFrame | None = None,
    corrections: pl.DataFrame | None = None,
    mappings: Sequence[Mapping] = (),
    refusals: pl.DataFrame | None = None,
    printed: pl.DataFrame | None = None,
) -> Judged:
    """Judge every file of a batch by the rules that read it alone.

    Args:
        receipts: first receipt of each submission (shape RECEIPT).
        openings: shape OPENING, one row for each of them.
        cells: shape CELL, of those that opened.
        register: the city's register.
        ingest_batch_id: name of the batch, written to every row.
        noticed: shape CELL_FINDING, what opening and parsing found in them.
        corrections: declared corrections (``corrections.records.SHAPE``).
        mappings: declared layouts from before the forms.
        refusals: shape REFUSED or more, why no byte of some of them is kept.
        printed: shape PRINTED, the words of those files that are carried without them.

    Returns:
        Exactly one submission row a receipt row: received = accepted + returned + quarantined.
    """
    words = no_printed() if printed is None else printed
    legacy = decode_legacy(cells)  # a file with a text to convert is never carried without its words
    told = [frame for frame in (legacy.findings, noticed, refusals) if frame is not None]
    files = candidates(receipts, openings, told, corrections, mappings)
    quiet = judge_quiet(files, receipts, openings, legacy.cells, words, register, ingest_batch_id)
    if quiet.submissions.is_empty():
        legacy = legacy._replace(cells=whole_cells(legacy.cells, openings, words))
        return _judge_closely(
            receipts, openings, legacy, register, ingest_batch_id, noticed, corrections, mappings, refusals
        )
    others = receipts.join(quiet.submissions, on="submission_id", how="anti", maintain_order="left")
    left = openings.join(others, on="submission_id", how="semi", maintain_order="left")
    rest = legacy.cells.filter(file_numbers(legacy.cells, quiet.submissions["submission_id"]).is_null())
    near = _judge_closely(
        others,
        left,
        legacy._replace(cells=whole_cells(rest, left, words)),
        register,
        ingest_batch_id,
        noticed,
        corrections,
        mappings,
        refusals,
    )
    every = pl.concat([quiet.submissions, near.submissions])
    return near._replace(
        submissions=receipts.select("submission_id").join(every, on="submission_id", maintain_order="left"),
        facts=pl.concat([quiet.facts, near.facts], rechunk=True).sort("submission_id", maintain_order=True),
    )


def _judge_closely(
    receipts: pl.DataFrame,
    openings: pl.DataFrame,
    legacy: Decoded,
    register: Register,
    ingest_batch_id: str,
    noticed: pl.DataFrame | None,
    corrections: pl.DataFrame | None,
    mappings: Sequence[Mapping],
    refusals: pl.DataFrame | None,
) -> Judged:
    """``judge_batch`` for files about which there may be something to say."""
    formats = openings.select("submission_id", "file_format")
    layouts = read_layouts(legacy.cells, receipts, mappings, register)
    found = locate(legacy.cells.join(layouts.mapped, on="submission_id", how="anti"))
    found = found._replace(fields=pl.concat([found.fields, layouts.fields]))
    opened = openings.filter(pl.col("problem_rule_id").is_null())["submission_id"]
    codes = form_codes(found.fields, opened).join(formats, on="submission_id")
    located = with_present_names(found.fields, codes)
    found = found._replace(fields=located, totals=with_present_names(found.totals, codes))
    known = codes.filter(pl.col("form_code").is_in(list(forms())) & pl.col("form_code").is_in(register.city.forms))

    why = pl.DataFrame(schema=REFUSED) if refusals is None else refusals.filter(pl.col("kind").is_not_null())
    unexplained = openings.join(why, on="submission_id", how="anti")
    issues = [refused_issues(why), masked_name_issues(receipts)]
    issues += [unopened(unexplained), unrecognised(strangers(codes, known, legacy.cells))]
    seen = pl.DataFrame(schema=CELL_FINDING) if noticed is None else noticed
    seen = with_figures_outside(seen, found.outside)
    issues.append(noticed_issues(seen.join(known, on="submission_id", how="anti"), located.clear(), None))
    records = pl.DataFrame(schema=CORRECTION) if corrections is None else corrections
    headers, facts = [], []
    typed = [legacy.typed.with_columns(correction_id=pl.lit(None, pl.String))]
    for (code,), own in known.group_by("form_code", maintain_order=True):
        form = forms()[str(code)]
        part = _judge_form(form, own, found, receipts, register, legacy.findings, records, layouts.not_asked)
        mine = located.join(own, on="submission_id", how="semi")
        at_cells = noticed_issues(seen.join(own, on="submission_id", how="semi"), mine, form)
        headers.append(part.header)
        issues += [without_explained(part.issues, at_cells), at_cells]
        facts.append(part.facts)
        typed.append(part.corrected)

    all_issues = pl.concat([pl.DataFrame(schema=ISSUE), *issues])
    submissions = submissions_of(receipts, codes, headers, all_issues, ingest_batch_id)
    accepted = submissions.filter(pl.col("verdict") == "accepted")
    kept = facts_of(pl.concat(facts), accepted, register, pl.concat(typed)) if facts else pl.DataFrame(schema=FACT)
    submissions = with_figures_key(submissions, kept)
    in_order = all_issues.sort("submission_id", "line_no", "rule_id", "cell", "field", "message_vi")
    return Judged(submissions, in_order, kept, explanations_of(legacy.cells, found))


class _FormPart(NamedTuple):
    header: pl.DataFrame
    issues: pl.DataFrame
    facts: pl.DataFrame
    corrected: pl.DataFrame  # submission_id, sheet, cell, typed, correction_id


def _judge_form(
    form: Form,
    own: pl.DataFrame,
    found: Located,
    receipts: pl.DataFrame,
    register: Register,
    of_files: pl.DataFrame,
    records: pl.DataFrame,
    not_in_layout: pl.DataFrame,
) -> _FormPart:
    mine = with_absent_json_fields(found.fields.join(own, on="submission_id", how="semi"), own, form)
    clean, ratios, head, by_name = _read(form, own, mine, receipts, register)
    corrected = apply_corrections(mine, head.with_columns(unit_code="submitter_code"), records)
    if corrected.typed.height:  # a corrected header may change what is asked
        mine = corrected.located
        clean, ratios, head, by_name = _read(form, own, mine, receipts, register)
    wanted = head.filter(of_own_kind(form))
    not_asked = pl.concat([not_asked_then(own), not_in_layout.join(own, on="submission_id", how="semi")])
    shape = shape_findings(form, wanted, mine, clean, own, found.columns, not_asked)
    clean = clean.join(shape.unasked, on=["submission_id", "field"], how="anti")
    unread = pl.concat([_unread(clean), ratios.select(*_KEY, "field")])  # one fault, one finding
    findings = [
        of_files.join(own, on="submission_id", how="semi"),
        header_findings(head, register),
        contract_findings(head, unread),
        version_findings(head, own, form),
        shape.findings,
        _cleaning_findings(clean),
        ratios,
        sheet_copy_findings(mine),
        by_name,
        corrected.findings,
    ]
    # a file with no figure at all has one fault, not forty
    body = wanted.join(shape.empty, on="submission_id", how="anti")
    lines = clean.filter(pl.col("field").is_in([f.name for f in form.fields()]))
    wide = wide_frame(lines, form, lines.select(_KEY))
    totals = clean_batch(found.totals.join(own, on="submission_id", how="semi"), form)
    findings.append(total_findings(totals, lines, form, unread))
    skip = pl.concat([unread, shape.absent])
    for (kind, period_type), group in body.drop_nulls("period_type").group_by("sender_kind", "period_type"):
        batch = wide.join(group.select("submission_id"), on="submission_id", how="semi")
        findings.append(validate(batch, form, cast("SubmitterKind", kind), cast("PeriodType", period_type), skip))
    moments = head.select("submission_id", "period_end", received_on=_RECEIVED_ON)
    in_force = findings_in_force(pl.concat(findings), moments, (*header().rules, *form.rules))
    all_found = _leave_out_of_emptied(in_force, shape.empty)
    places = _places(totals, all_found, form) | _places(mine, all_found, form)
    issues = write_up(all_found, places, form, dict.fromkeys(own["submission_id"], form.sheet_name()))
    return _FormPart(head, issues, lines.filter(pl.col("text").is_not_null()), corrected.typed)


def _read(
    form: Form, own: pl.DataFrame, mine: pl.DataFrame, receipts: pl.DataFrame, register: Register
) -> tuple[pl.DataFrame, pl.DataFrame, pl.DataFrame, pl.DataFrame]:
    """Typed cells, findings on ratios, resolved headers, findings on names of units."""
    names = {f.name for f in header().fields()}
    clean = clean_batch(mine.filter(pl.col("field").is_in([*names, *(f.name for f in form.fields())])), form)
    clean = clean.unique(["submission_id", "line_no", "field"], keep="first", maintain_order=True)
    clean, ratios = split_ratios(clean, form)
    wide = wide_frame(clean, header(), own.select("submission_id", line_no=pl.lit(0, pl.Int32)))
    head, by_name = resolved(wide, form, receipts, register)
    return clean, ratios, head, by_name


def _leave_out_of_emptied(findings: pl.DataFrame, empty: pl.DataFrame) -> pl.DataFrame:
    of_header = pl.col("field").is_in([f.name for f in header().fields()]) | pl.col("rule_id").str.starts_with("EMPTY")
    quiet = findings.join(empty, on="submission_id", how="semi").filter(~of_header.fill_null(value=False))
    key = ["submission_id", "line_no", "rule_id", "field"]
    return findings.join(quiet, on=key, how="anti", nulls_equal=True).unique(maintain_order=True)


def _cleaning_findings(clean: pl.DataFrame) -> pl.DataFrame:
    odd = clean.filter(pl.col("rule_id").is_not_null()).with_columns(
        related_fields=pl.lit(None, pl.String),
        expected=pl.lit(None, pl.String),
    )
    return odd.select([pl.col(n).cast(t) for n, t in FINDING.items()])


def _unread(clean: pl.DataFrame) -> pl.DataFrame:
    no_value = pl.all_horizontal(pl.col("value_number", "value_text", "value_date").is_null())
    return clean.filter(pl.col("rule_id").is_not_null() & no_value).select("submission_id", "line_no", "field")


def _places(located: pl.DataFrame, findings: pl.DataFrame, form: Form) -> dict[tuple[str, int, str], Place]:
    # most files have no finding, and Python objects for each of their cells would cost more than the checks
    wanted = located.filter(pl.col("field").is_in(list(fields_named(findings, form))))
    wanted = wanted.join(findings.select("submission_id").unique(), on="submission_id", how="semi")
    columns = wanted.select("submission_id", "line_no", "field", "sheet", "cell", "text")
    return {(a, b, c): Place(sheet, cell, text) for a, b, c, sheet, cell, text in columns.iter_rows()}
