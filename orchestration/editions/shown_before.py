"""What is hidden now and was as good as shown by an earlier edition: it cannot be taken back, so somebody is told."""

from __future__ import annotations

from quality.alerts.sighting import Sighting
from quality.disclosure.decide import Decision

_CODES_SHOWN = 4


def shown_before(decision: Decision) -> Sighting:
    """Figures that are hidden now and can be worked out from what an earlier edition showed."""
    out = decision.already_out()
    codes = sorted({key.indicator_code for key in out})
    named = ", ".join(codes[:_CODES_SHOWN])
    return Sighting("shown_before", "disclosed", bool(out), {"figures": len(out), "indicators": named} if out else {})
