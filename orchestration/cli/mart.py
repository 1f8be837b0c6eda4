"""``kho138 mart``: the rows of any mart, as published or as known at an earlier moment."""

from __future__ import annotations

import typer

from orchestration.cli.console import ERR, OUT, print_json, table
from orchestration.cli.edition_reader import AS_OF_HELP, choose_moment, query, standing_lines
from orchestration.wording import vietnamese


def mart(
    name: str | None = typer.Argument(None, help="Name of the mart, e.g. movement_model; none lists them."),
    as_of: str = typer.Option(None, help=AS_OF_HELP),
    limit: int = typer.Option(20, help="Rows to print; --json prints all."),
    *,
    as_json: bool = typer.Option(False, "--json", help="Print rows as JSON."),
) -> None:
    """Rows of a mart in a stable order."""
    choose_moment(as_of)
    names = [r["table_name"] for r in query("select table_name from duckdb_tables() order by table_name")]
    if name is None:
        OUT.print("\n".join(names))
        return
    if name not in names:
        ERR.print(f"Không có bảng {name}. Các bảng: {', '.join(names)}")
        raise typer.Exit(2)
    rows = query(f"select * from {name} order by all")  # noqa: S608 — one of the names just listed
    if as_json:
        print_json(rows)
        return
    note = query("select case when invented then invented_note_vi end as note_vi from dim_city")[0]["note_vi"]
    shown = table(f"{name}: {vietnamese(len(rows))} dòng{standing_lines()}" + (f"\n{note}" if note else ""),
                  [(column, "left") for column in (rows[0] if rows else ())])  # fmt: skip
    for row in rows[:limit]:
        shown.add_row(*(vietnamese(value) for value in row.values()))
    OUT.print(shown)
