"""Templates of the portal and how values look in them; everything is escaped unless a template says otherwise."""

from __future__ import annotations

from datetime import date, datetime
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.responses import HTMLResponse

from orchestration.outbox.slip_source import OFFICE
from quality.return_slip import verdict_words
from quality.return_slip.first_sheet import place_words


def page(template: str, status: int, **values: object) -> HTMLResponse:
    """One page."""
    return HTMLResponse(_environment().get_template(template).render(**values), status_code=status)


@cache
def _environment() -> Environment:
    made = Environment(
        loader=FileSystemLoader(Path(__file__).with_name("templates")), autoescape=True, undefined=StrictUndefined,
        trim_blocks=True, lstrip_blocks=True,
    )  # fmt: skip
    made.filters |= {"day": day, "moment": moment, "period": verdict_words.period_name, "place": place_words}
    made.globals["words"] = verdict_words
    return made


def day(value: date | None) -> str:
    """``04/07/2025``."""
    return f"{value:%d/%m/%Y}" if value else "–"


def moment(value: datetime | str | None) -> str:
    """``08:15 ngày 04/07/2025`` on the office's clock."""
    if value is None:
        return "–"
    at = datetime.fromisoformat(value) if isinstance(value, str) else value
    return f"{at.astimezone(OFFICE):%H:%M ngày %d/%m/%Y}"
