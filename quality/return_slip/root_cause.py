"""Issues -> slip lines: what has one cause is one line, so that thirty issues do not hide the one thing to do."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, cast

from quality.contracts.registry import forms
from quality.contracts.vocabulary import Severity
from quality.return_slip import cause_words as words
from quality.return_slip.place_order import place_key
from quality.return_slip.slip import IssueKey, SlipLine

Issue = Mapping[str, Any]  # a row of shape ISSUE; may have "explanation", "query_state"
_ORDER = {"quarantine": 0, "error": 1, "query": 2}
_PERIOD_RULES = frozenset({"HEAD-01", "HEAD-06", "HEAD-07"})
_FOLLOWS_PERIOD = frozenset({"COL-01", "COL-03", "VAL-05", "F00-H04", "HEAD-08"})
_OF_SHAPE = ("COL-01", "COL-02", "COL-03", "VAL-05")  # one act (a deleted column, a page not filled in), many cells
_SAME_HABIT = 3  # the same rule on the same text in this many cells is one habit of writing


def slip_lines(issues: Sequence[Issue], form_code: str | None) -> tuple[SlipLine, ...]:
    """Lines of a slip, worst first, in reading order of the sheets; every issue is in exactly one of them."""
    left = sorted(issues, key=lambda i: (_ORDER[i["severity"]], i["rule_id"], place_key(i["sheet"], i["cell"])))
    lines = []
    taken, left = _of_the_period(left, form_code)
    lines += taken
    for rule_id in _OF_SHAPE:
        own = [i for i in left if i["rule_id"] == rule_id]
        if len(own) > 1:
            lines.append(_line(own, words.many(rule_id, own, form_code), own[0]["action_vi"]))
            left = [i for i in left if i["rule_id"] != rule_id]
    for key in (lambda i: (i["rule_id"], i["field"]), lambda i: (i["rule_id"], i["value_seen"])):
        taken, left = _alike(left, key)
        lines += taken
    taken, left = _around_one_cell(left, form_code)
    lines += taken
    lines += [_line([i], i["message_vi"], i["action_vi"]) for i in left]
    return tuple(sorted(lines, key=lambda x: (_ORDER[x.severity], place_key(x.sheet, x.cells[0] if x.cells else None))))


def _of_the_period(issues: list[Issue], form_code: str | None) -> tuple[list[SlipLine], list[Issue]]:
    """A wrong period in the header asks for other fields than the ones that were filled in."""
    heads = [i for i in issues if i["rule_id"] in _PERIOD_RULES]
    if not heads:
        return [], issues
    bound = _period_bound(form_code)
    after = [
        i
        for i in issues
        if i["rule_id"] in _FOLLOWS_PERIOD and (i["field"] in bound or i["rule_id"] in ("COL-03", "F00-H04", "HEAD-08"))
    ]
    message = " ".join(i["message_vi"] for i in heads)
    if after:
        message += words.consequences(after, form_code)
    line = _line([*heads, *after], message, " ".join(dict.fromkeys(i["action_vi"] for i in heads)), main=heads)
    gone = {id(i) for i in (*heads, *after)}
    return [line], [i for i in issues if id(i) not in gone]


def _period_bound(form_code: str | None) -> set[str]:
    form = forms().get(form_code or "")
    if form is None:
        return set()
    return {f.name for g in form.groups for f in g.fields if g.period_types or f.period_types}


def _alike(issues: list[Issue], key: Any) -> tuple[list[SlipLine], list[Issue]]:
    groups: dict[Any, list[Issue]] = {}
    for issue in issues:
        if issue["cell"] and None not in key(issue):
            groups.setdefault(key(issue), []).append(issue)
    lines, gone = [], set()
    for group in groups.values():
        if len(group) >= _SAME_HABIT:
            lines.append(_line(group, words.alike(group), group[0]["action_vi"]))
            gone |= {id(i) for i in group}
    return lines, [i for i in issues if id(i) not in gone]


def _around_one_cell(issues: list[Issue], form_code: str | None) -> tuple[list[SlipLine], list[Issue]]:
    """A cell that several findings speak of is most likely the one that is wrong: mended, all of them go."""
    lines: list[SlipLine] = []
    while True:
        by_cell: dict[tuple[str, str], list[Issue]] = {}
        for issue in issues:
            for cell in _cells_of(issue):
                by_cell.setdefault((issue["sheet"], cell), []).append(issue)
        shared = {place: own for place, own in by_cell.items() if len(own) > 1}
        if not shared:
            return lines, issues
        sheet, cell = min(shared, key=lambda p: (-len(shared[p]), place_key(*p)))
        own = shared[sheet, cell]
        main = next((i for i in own if i["cell"] == cell), None)
        message = words.around(cell, own, main["field"] if main else None, form_code)
        actions = " ".join(dict.fromkeys(i["action_vi"] for i in own))
        lines.append(_line(own, message, actions, first=cell, value=main["value_seen"] if main else None))
        gone = {id(i) for i in own}
        issues = [i for i in issues if id(i) not in gone]


def _cells_of(issue: Issue) -> list[str]:
    if not issue["cell"] or not issue["sheet"]:
        return []
    return list(dict.fromkeys([issue["cell"], *(c for c in (issue["related_cells"] or "").split(", ") if c)]))


def _line(
    own: Sequence[Issue],
    message: str,
    action: str,
    *,
    main: Sequence[Issue] = (),
    first: str | None = None,
    value: str | None = None,
) -> SlipLine:
    lead = (main or own)[0]
    sheet = lead["sheet"]
    primary = _distinct([first, *(i["cell"] for i in own if i["sheet"] == sheet)])
    related = [c for i in own for c in (i["related_cells"] or "").split(", ")]
    seen = value if first else lead["value_seen"] if len(own) == 1 or main else words.values_seen(own)
    return SlipLine(
        severity=cast("Severity", min((i["severity"] for i in own), key=_ORDER.__getitem__)),
        rule_ids=tuple(_distinct(i["rule_id"] for i in own)),
        message=message,
        action=action,
        value_seen=seen,
        sheet=sheet,
        cells=tuple(primary),
        related_cells=tuple(c for c in _distinct(related) if c not in primary),
        keys=tuple(IssueKey(i["rule_id"], i["field"] or "-", i["line_no"] or 0) for i in own),
        answered=all(i["severity"] == "query" and i.get("explanation") for i in own),
        accepted=all(i["severity"] == "query" and i.get("query_state") == "accepted" for i in own),
        explanation=" ".join(_distinct(i.get("explanation") for i in own)) or None,
    )


def _distinct(values: Iterable[str | None]) -> list[str]:
    return list(dict.fromkeys(v for v in values if v))
