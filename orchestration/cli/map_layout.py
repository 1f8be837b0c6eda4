"""``kho138 map``: what a declared mapping reads from a workbook of an older layout."""

from __future__ import annotations

from pathlib import Path

import typer

from ingestion.workspace import Workspace
from orchestration.cli.console import ERR, OUT, print_json, table
from orchestration.wording import vietnamese


def map_file(
    file: Path = typer.Argument(help="A workbook from before the forms."),
    *,
    name: str = typer.Option("", "--mapping", help="Name of the mapping; else the first whose pattern fits the file."),
    sheet: str = typer.Option("", "--sheet", help="Read this sheet; else the last one with a figure."),
    as_json: bool = typer.Option(False, "--json", help="Print what is read as JSON."),
) -> None:
    """Show what a mapping reads from a file. Exit code: 0 everything fits, 1 something is left over, 2 not readable."""
    from ingestion.old_layouts.mapping_model import MappingError, read_mappings
    from ingestion.old_layouts.preview import preview

    try:
        mappings = read_mappings(Workspace.from_environment().register)
        fitting = [m for m in mappings if (m.name == name if name else m.fits(file.name, m.senders[0]))]
        if not fitting:
            ERR.print(f"Không có bản khai nào trong register/mappings phù hợp với {file.name}.")
            raise typer.Exit(2)
        shown = preview(file, fitting[0], sheet or None)
    except (MappingError, OSError, ValueError) as error:
        ERR.print(f"Không đọc được: {error}")
        raise typer.Exit(2) from error
    left_over = not shown.fields or shown.unmapped or shown.missing or any(f["rule"] for f in shown.fields)
    if as_json:
        print_json(shown._asdict() | {"file": file.name})
    else:
        sheet = shown.sheet or "không có trang nào khớp"
        OUT.print(f"{file.name} · bản khai {shown.mapping} · mẫu {shown.form} · trang “{sheet}”")
        OUT.print(" · ".join(f"{k} = {v}" for k, v in shown.header.items()), style="dim")
        listed = table(
            "", [("Ô", "left"), ("Đang ghi", "right"), ("Đọc được", "right"), ("Chỉ tiêu", "left"), ("", "left")]
        )
        for row in shown.fields:
            listed.add_row(str(row["cell"]), str(row["text"] or ""), vietnamese(row["value"]), str(row["label"]),
                           str(row["rule"] or ""))  # fmt: skip
        OUT.print(listed)
        for extra in shown.unmapped:
            OUT.print(f"Chưa khai: {extra['cell']} “{extra['text']}”", style="yellow")
        for label in shown.missing:
            OUT.print(f"Không thấy trong trang: “{label}”", style="yellow")
    if left_over:
        raise typer.Exit(1)
