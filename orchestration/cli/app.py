"""The ``kho138`` command: one sub-command a file beside this one."""

from __future__ import annotations

import os
import warnings

import typer

from orchestration.cli import (
    alerts,
    backfill,
    calendar,
    check,
    demo,
    doctor,
    document,
    editions,
    erase,
    exceptions,
    explain,
    freeze,
    gate,
    keeping,
    map_layout,
    mart,
    models,
    open_year,
    outbox,
    page,
    portal,
    run,
    serve,
    show,
    sign_off,
    slip,
    sources,
    status,
    template,
    trace,
    unit,
    workbook,
)

app = typer.Typer(
    name="kho138",
    help="Kho dữ liệu tổng kết năm của Ban Chỉ đạo 138 / data warehouse of the yearly review.",
    no_args_is_help=True,
    pretty_exceptions_show_locals=False,
    rich_markup_mode=None,
)
app.command("demo")(demo.demo)
app.command("run")(run.run)
app.command("status")(status.status)
app.command("backfill")(backfill.backfill)
app.command("calendar")(calendar.calendar)
app.command("sources")(sources.sources)
app.command("show")(show.show)
app.command("page")(page.page)
app.command("document")(document.document)
app.command("workbook")(workbook.workbook)
app.command("template")(template.template)
app.command("check")(check.check)
app.command("map")(map_layout.map_file)
app.command("mart")(mart.mart)
app.command("slip")(slip.slip)
app.command("exceptions")(exceptions.exceptions)
app.command("accept")(exceptions.accept)
app.command("freeze")(freeze.freeze)
app.command("verify")(freeze.verify)
app.command("sign-off")(sign_off.sign_off)
app.command("decide")(sign_off.decide)
app.command("explain")(explain.explain)
app.command("models")(models.models)
app.command("open-year")(open_year.open_year)
app.command("trace")(trace.trace)
app.add_typer(unit.app, name="unit")
app.add_typer(gate.app, name="gate")
app.add_typer(alerts.app, name="alerts")
app.add_typer(outbox.app, name="outbox")
app.add_typer(portal.app, name="portal")
app.add_typer(editions.app, name="editions")

app.command("serve")(serve.serve)
app.command("doctor")(doctor.doctor)
app.command("backup")(keeping.backup)
app.command("restore")(keeping.restore)
app.command("erase")(erase.erase)


def main() -> None:
    """Entry point of the console script."""
    # libraries that would call home are told not to before they are imported
    os.environ.setdefault("DAGSTER_DISABLE_TELEMETRY", "yes")
    os.environ.setdefault("DO_NOT_TRACK", "1")
    os.environ.setdefault("GX_ANALYTICS_ENABLED", "false")
    warnings.filterwarnings("ignore", module="dagster")  # notes to developers of Dagster assets, not to its users
    app()
