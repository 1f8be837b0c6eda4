"""The trend of an expectation over the last runs as a small drawing (SVG) that needs no script."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from quality.release_gate.history import Point

SHOWN = 30
_WIDTH, _HEIGHT, _EDGE = 120, 26, 4


def trend_line(points: Sequence[Point]) -> str:
    """A line through the values of the last runs and a dot a run, red where the expectation did not hold."""
    last = [p for p in points[-SHOWN:] if p.observed is not None]
    if not last:
        return ""
    values = [p.observed or 0.0 for p in last]
    low, spread = min(values), (max(values) - min(values)) or 1.0
    step = (_WIDTH - 2 * _EDGE) / max(len(last) - 1, 1)
    flat = max(values) == min(values)
    places = [
        (_EDGE + i * step, _HEIGHT / 2 if flat else _HEIGHT - _EDGE - (v - low) / spread * (_HEIGHT - 2 * _EDGE))
        for i, v in enumerate(values)
    ]
    line = " ".join(f"{x:.1f},{y:.1f}" for x, y in places)
    dots = "".join(
        f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{2 if p.passed else 3}" class="{"ok" if p.passed else "bad"}"/>'
        for (x, y), p in zip(places, last, strict=True)
    )
    said = f"{len(last)} lượt chạy: thấp nhất {min(values):g}, cao nhất {max(values):g}, gần nhất {values[-1]:g}"
    return (
        f'<svg width="{_WIDTH}" height="{_HEIGHT}" viewBox="0 0 {_WIDTH} {_HEIGHT}" role="img">'
        f'<title>{escape(said)}</title><polyline points="{line}"/>{dots}</svg>'
    )
