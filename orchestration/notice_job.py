"""The job behind the calendar's lists: one run a moment and day, with what it is about in its config."""

from datetime import date

import dagster as dg
import polars as pl

from orchestration.on_event import Event, on_event
from orchestration.outbox.notices import NoEditionError, write_notice
from orchestration.resources.city import ReadOnlyCity
from quality.register.reporting_calendar import Moment, calendar

NOTICE = "calendar_notice"


class NoticeConfig(dg.Config):
    """Which list: the moment and its day (yyyy-mm-dd), as the calendar has them."""

    moment: str
    day: str


@dg.op(description="Write the list of one moment and day of the calendar.")
def calendar_list(context: dg.OpExecutionContext, config: NoticeConfig, reading: ReadOnlyCity) -> None:
    """Write the list.

    Raises:
        dagster.Failure: the calendar has nothing on that day, or nothing was published yet; neither passes by itself.
    """
    register = reading.register()
    moment, day = _moment(config.moment), date.fromisoformat(config.day)
    about = calendar(register).filter((pl.col("moment") == moment) & (pl.col("day") == day))
    if about.is_empty():
        raise dg.Failure(f"the calendar has no {moment} on {day}", allow_retries=False)
    mailboxes = register.contacts.filter(channel="email").select("unit_code", "address")
    try:
        notice = write_notice(
            reading.workspace(),
            moment,
            day,
            list(about.select("period_id", "form_code").unique().sort("period_id", "form_code").iter_rows()),
            dict(mailboxes.iter_rows()),
        )
    except NoEditionError as error:
        raise dg.Failure(str(error), allow_retries=False) from error
    periods = ", ".join(about["period_id"].unique().sort())
    facts: dict[str, str | int] = {"periods": periods, "rows": notice.rows, "units": notice.units}
    context.add_output_metadata(facts | {"file": dg.MetadataValue.path(str(notice.path))})
    on_event(Event("notice_written", f"{moment} {day}", "standing_office", context.run_id, facts), reading.workspace())


def _moment(text: str) -> Moment:
    match text:
        case "opening" | "reminder" | "chase" | "closing":
            return text
        case _:
            raise dg.Failure(f"{text} is no moment with a list", allow_retries=False)


@dg.job(
    name=NOTICE,
    executor_def=dg.in_process_executor,
    description="Lists of the calendar for the standing office: opening of a period, reminder, chase, closing.",
)
def notice_job() -> None:
    """One list."""
    calendar_list()
