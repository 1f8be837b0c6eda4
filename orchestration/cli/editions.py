"""``kho138 editions``: the editions of each audience, written, listed, and who may see what."""

from __future__ import annotations

from datetime import UTC, datetime

import typer

from ingestion.workspace import Workspace
from orchestration.cli.console import ERR, OUT, print_json, progress, table

app = typer.Typer(
    help="Editions for readers: city committee, each ward's, each kind of sender, public.", no_args_is_help=True
)


@app.command("write")
def write(
    only: list[str] = typer.Argument(None, help="Audiences, e.g. public ward-13681; default all."),
    *,
    if_old: bool = typer.Option(False, "--if-old", help="Do nothing when readers have what is published."),
) -> None:
    """Write what changed since the last time; old versions stay as long as register/editions.yml says."""
    from ingestion.writing_lock import BusyError, writing
    from orchestration.alerts.tell import ledger_of
    from orchestration.editions.audience import Audience
    from orchestration.editions.settings import EditionSettingsError
    from orchestration.editions.write_editions import NothingPublishedError, is_up_to_date, write_editions
    from quality.alerts.causes import causes

    workspace = Workspace.from_environment()
    if if_old and is_up_to_date(workspace):
        return

    def wanted(audience: Audience) -> bool:
        return not only or audience.name in only

    try:
        with progress("Đang viết…") as say, writing(workspace.writing_lock, "kho138 editions", wait_seconds=600):
            written = write_editions(workspace, wanted, lambda who: say(f"Đang viết bản cho {who}…"))
    except NothingPublishedError as error:
        ERR.print("Chưa có bản công bố nào. Chạy “kho138 run” trước.")
        raise typer.Exit(2) from error
    except BusyError as error:
        ERR.print("Đang có một lượt chạy khác ghi dữ liệu; chưa viết gì.")
        raise typer.Exit(2) from error
    except EditionSettingsError as error:
        ERR.print(str(error))
        raise typer.Exit(2) from error
    unknown = set(only or ()) - {w.audience.name for w in written}
    if unknown:
        ERR.print(f"Không có đối tượng đọc nào tên {', '.join(sorted(unknown))}. Xem “kho138 editions list”.")
        raise typer.Exit(2)
    for text in sorted({text for w in written for text in w.untranslated}):
        ERR.print(f"Chưa có bản tiếng Anh của: {text}")
    for alert in ledger_of(workspace).open_alerts() if ledger_of(workspace).path.exists() else []:
        if alert.kind == "shown_before" and not alert.well_since:
            ERR.print(f"{causes()[alert.kind].title_vi}: “kho138 alerts list”.", style="bold")
    new = sum(w.is_new for w in written)
    OUT.print(f"Đã viết {new} bản; {len(written) - new} bản không có gì thay đổi: {workspace.audiences}")


@app.command("list")
def list_editions(*, as_json: bool = typer.Option(False, "--json", help="Print rows as JSON.")) -> None:
    """The current edition of each audience, and how many versions are kept."""
    from orchestration.editions.place import current, versions
    from orchestration.editions.write_editions import read_manifest

    root = Workspace.from_environment().audiences
    rows = []
    for folder in sorted(root.glob("[!.]*")):
        now = current(folder)
        if now is None:
            continue
        manifest = read_manifest(now)
        written = datetime.fromtimestamp(now.stat().st_mtime, UTC)
        rows.append({
            "audience": folder.name, "audience_vi": manifest["audience_vi"], "version": now.name,
            "standing_vi": manifest["standing_vi"], "content_hash": manifest["content_hash"],
            "versions_kept": len(versions(folder)), "written_at": written.isoformat(timespec="seconds"),
            "folder": str(folder / "current"),
        })  # fmt: skip
    if as_json:
        print_json(rows)
        return
    shown = table(f"Bản cho từng đối tượng đọc: {root}", [("Đối tượng", "left"), ("Tên thư mục", "left"),
                  ("Phiên bản", "left"), ("Còn giữ", "right"), ("Tình trạng", "left")])  # fmt: skip
    for row in rows:
        shown.add_row(
            row["audience_vi"], row["audience"], row["version"], str(row["versions_kept"]), row["standing_vi"]
        )
    OUT.print(shown)


@app.command("matrix")
def matrix(*, as_json: bool = typer.Option(False, "--json", help="Print cells as JSON.")) -> None:
    """Who sees what: audience × mart × sensitivity of the indicator."""
    from orchestration.editions.access import CLASSES, WORDS_VI, access_matrix

    cells = access_matrix()
    if as_json:
        print_json([cell._asdict() for cell in cells])
        return
    names = {"city": "BCĐ thành phố", "ward": "BCĐ xã, phường", "kind": "Loại đơn vị", "public": "Công chúng"}
    shown = table("Ai được xem gì", [("Bảng", "left"), ("Chỉ tiêu", "left"), *((names[c], "left") for c in CLASSES)])
    by_row: dict[tuple[str, str], dict[str, str]] = {}
    for cell in cells:
        by_row.setdefault((cell.mart, cell.sensitivity or ""), {})[cell.audience] = WORDS_VI[cell.access]
    for (mart, sensitivity), said in by_row.items():
        shown.add_row(mart, sensitivity, *(said[c] for c in CLASSES))
    OUT.print(shown)
