"""``kho138 explain``: two sentences on how a figure was made."""

from __future__ import annotations

import typer

from orchestration.cli.console import ERR, OUT, print_json
from orchestration.cli.edition_reader import AS_OF_HELP, choose_moment, query, standing_lines
from orchestration.cli.figure_sentences import how_it_was_made, how_sure_it_is


def explain(
    indicator: str = typer.Argument(help="Indicator code, e.g. criminal_cases."),
    year: int = typer.Option(None, help="Report year; default the review year."),
    unit: str = typer.Option(None, help="One unit; default the city."),
    as_of: str = typer.Option(None, help=AS_OF_HELP),
    *,
    as_json: bool = typer.Option(False, "--json", help="Print the sentences as JSON."),
) -> None:
    """How a figure was made: what was added up, from whom, over which days, and how sure it is."""
    choose_moment(as_of)
    city = query("select * from dim_city")[0]
    wanted = year or city["review_year"]
    definition = query("select * from dim_indicator where indicator_code = ?", [indicator])
    figures = query(
        "select * from fct_indicator_yearly where indicator_code = ? and level = ? and (? is null or unit_code = ?) "
        "and report_year in (?, ?) order by unit_valid_from desc",
        [indicator, "unit" if unit else "city", unit, unit, wanted, wanted - 1],
    )
    now = next((f for f in figures if f["report_year"] == wanted), None)
    if not definition or now is None:
        ERR.print(f"Không có số liệu {indicator} năm {wanted}{f' của {unit}' if unit else ''}.")
        raise typer.Exit(2)
    before = next(
        (f for f in figures if f["report_year"] == wanted - 1 and f["unit_valid_from"] == now["unit_valid_from"]), None
    )
    cells = query(
        "select * from fct_lineage where indicator_code = ? and report_year = ? and in_perimeter "
        "and (? is null or (unit_code = ? and unit_valid_from = ?))",
        [indicator, wanted, unit, unit, now["unit_valid_from"]],
    )
    territory = query(
        "select not_comparable_vi from fct_indicator_by_perimeter where is_of_the_review and indicator_code = ? "
        "and report_year = ? and not_comparable_code in ('outside_communes', 'perimeter_ended')", [indicator, wanted],
    )  # fmt: skip
    sentences = [
        how_it_was_made(now, definition[0], cells, _place(unit, now, city["city_name_vi"])),
        how_sure_it_is(
            now, definition[0], cells, before, territory[0]["not_comparable_vi"] if territory and not unit else None
        ),
    ]
    if as_json:
        used = {name: now[name] for name in ("definition_version", "definition_hash")}
        print_json({"indicator": indicator, "report_year": wanted, "sentences": sentences} | used)
        return
    OUT.print(" ".join(sentences))
    OUT.print(f"Định nghĩa: {definition[0]['definition_vi']}{standing_lines()}", style="dim")
    if city["invented"]:
        OUT.print(city["invented_note_vi"], style="dim")


def _place(unit: str | None, figure: dict[str, object], city_name: str) -> str:
    if unit is None:
        return city_name
    named = query(
        "select name_vi from dim_reporting_unit where unit_code = ? and valid_from = ?",
        [unit, figure["unit_valid_from"]],
    )
    return str(named[0]["name_vi"]) if named else unit
