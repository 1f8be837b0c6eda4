"""What came of the gate: one finding an expectation, in words a person can act on, and the verdict over all of them."""

from __future__ import annotations

import hashlib
import math
from collections.abc import Collection
from dataclasses import dataclass, replace
from numbers import Real
from typing import Any

from quality.release_gate.suite import Check, Severity, Suite

_PLACES_SHOWN = 5


@dataclass(frozen=True)
class Finding:
    """One expectation of one run.

    ``subject`` tells apart what one check says of several indicators; ``observed`` is the value seen, or how many rows
    do not agree; ``seen_vi`` says what was seen where.
    """

    suite: str
    check_id: str
    subject: str
    severity: Severity
    passed: bool
    observed: float | None
    says_vi: str
    seen_vi: str
    do_vi: str
    acceptable: bool = False

    @property
    def fingerprint(self) -> str:
        """64 hex digits of what was seen: another value is another fingerprint, and is asked again."""
        return hashlib.sha256(f"{self.key}\n{self.seen_vi}".encode()).hexdigest()

    def unless_accepted(self, accepted: Collection[str]) -> Finding:
        """The finding; noted instead of blocking where a role has accepted exactly what was seen."""
        if self.severity != "block" or not self.acceptable or self.passed or self.fingerprint not in accepted:
            return self
        return replace(self, severity="note", do_vi="Đã được người có thẩm quyền chấp nhận (approvals.jsonl).")

    @property
    def key(self) -> str:
        """Name of the expectation over all runs."""
        return f"{self.check_id}:{self.subject}" if self.subject else self.check_id

    @property
    def sentence_vi(self) -> str:
        """What is expected, what was seen where, what to do."""
        return f"[{self.key}] Chưa đạt: {self.says_vi}. Thấy: {self.seen_vi}. Việc cần làm: {self.do_vi}"


@dataclass(frozen=True)
class GateOutcome:
    """Every finding; the run may publish when none that blocks has failed."""

    findings: tuple[Finding, ...]

    def failed(self, severity: Severity) -> list[Finding]:
        """Findings of a severity that did not pass."""
        return [f for f in self.findings if not f.passed and f.severity == severity]

    @property
    def passed(self) -> bool:
        """Whether nothing blocks."""
        return not self.failed("block")


def finding(suite: Suite, check: Check, subject: str, result: Any) -> Finding:
    """A result of Great Expectations in the words of the check."""
    raised = result.exception_info.get("exception_message") if result.exception_info else None
    return Finding(
        suite=suite.name,
        check_id=check.id,
        subject=subject,
        severity=check.severity,
        passed=bool(result.success),
        observed=_observed(result.result),
        says_vi=check.says_vi,
        seen_vi=f"không kiểm tra được ({raised})" if raised else _seen(suite, result),
        do_vi=check.do_vi,
        acceptable=check.acceptable,
    )


def _observed(result: dict[str, Any]) -> float | None:
    value = result.get("unexpected_count", result.get("observed_value"))
    # a table without rows has neither a sum nor a middle
    return float(value) if isinstance(value, Real) and math.isfinite(value) else None


def _seen(suite: Suite, result: Any) -> str:
    seen = result.result
    if "unexpected_count" not in seen:
        bounds = [result.expectation_config.kwargs.get(name) for name in ("min_value", "max_value")]
        allowed = " ".join(f"{w} {_vi(b)}" for w, b in zip(("từ", "đến"), bounds, strict=True) if b is not None)
        return f"{_vi(seen.get('observed_value'))} (cho phép {allowed})" if allowed else _vi(seen.get("observed_value"))
    looked_at = seen["element_count"] - seen["missing_count"]
    if not seen["unexpected_count"]:
        return f"{_vi(looked_at)} dòng, không dòng nào lệch"
    places = [_place(suite, row) for row in seen.get("partial_unexpected_index_list", [])[:_PLACES_SHOWN]]
    more = seen["unexpected_count"] - len(places)
    rest = [f"và {_vi(more)} chỗ khác"] if more > 0 else []
    return f"lệch {_vi(seen['unexpected_count'])}/{_vi(looked_at)}: " + "; ".join([*places, *rest])


def _place(suite: Suite, row: dict[str, Any]) -> str:
    where = ", ".join(
        f"{label} {row[name]}".strip() for name, label in suite.places.items() if _is_there(row.get(name))
    )
    values = " so với ".join(_vi(value) for name, value in row.items() if name not in suite.places)
    return f"{where}: {values}"


def _is_there(value: Any) -> bool:
    return value is not None and not (
        isinstance(value, Real) and math.isnan(value)
    )  # pandas writes a missing text as NaN


def _vi(value: Any) -> str:
    """A number as Vietnamese offices write it."""
    if isinstance(value, bool) or not isinstance(value, Real):
        return "không có" if value is None else str(value)
    text = f"{float(value):,.2f}".rstrip("0").rstrip(".")
    return text.translate(str.maketrans(",.", ".,"))
