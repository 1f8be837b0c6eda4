"""``kho138 demo``: put the demonstration city into the workspace."""

from __future__ import annotations

import typer

from ingestion.workspace import Workspace
from orchestration.cli.console import ERR, progress
from orchestration.cli.one_writer import one_writer


def demo(*, force: bool = typer.Option(False, help="Write the city again even if it is there.")) -> None:
    """Write the demonstration city (invented data): its register and about 2,000 workbooks in the drop folder."""
    from ingestion.sample_city import write_city

    workspace = Workspace.from_environment()
    if (workspace.register / "city.yml").exists() and not force:
        ERR.print(f"Đã có thành phố tại {workspace.register}; giữ nguyên (dùng --force để ghi lại).")
        return
    with one_writer(workspace, "demo"), progress("Đang viết các bảng tính của thành phố minh họa…"):
        summary = write_city(workspace.home)
    ERR.print(f"Thành phố minh họa (SỐ LIỆU KHÔNG CÓ THẬT): {summary.files} tệp tại {workspace.drop}")
