"""Letters "đã nhận": one for every arrival since the outbox began, to the unit the channel knows it is from."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

import polars as pl

from ingestion.landing.landing import Landing
from ingestion.parquet_table import read_table
from ingestion.shapes import SUBMISSION
from ingestion.workspace import Workspace
from orchestration.outbox.letter import Letter, one_line
from orchestration.outbox.slip_source import OFFICE
from orchestration.outbox.unit_names import Names
from quality.register.register import Register

_CHANNEL_VI = {
    "drop_folder": "thư mục nhận báo cáo", "mailbox": "thư điện tử", "sftp": "SFTP", "s3": "kho tệp (S3)",
    "webdav": "thư mục đám mây", "http_api": "kết nối hệ thống", "portal": "trang gửi báo cáo",
}  # fmt: skip
_VERDICT_VI = {
    "accepted": "Báo cáo đạt yêu cầu kiểm tra và đã được chấp nhận. Nếu còn mục cần giải trình,"
    " phiếu kết quả được gửi riêng.",
    "returned": "Báo cáo CHƯA đạt yêu cầu nên được trả lại. Phiếu kết quả gửi riêng chỉ rõ từng ô cần sửa.",
    "quarantined": "Báo cáo được giữ lại để xác minh, chưa tính vào số liệu. Phiếu kết quả gửi riêng nêu rõ lý do.",
}
_NOT_YET = "Kết quả kiểm tra sẽ được thông báo sau. Thư này chỉ xác nhận việc nhận tệp."
_REFUSED = (
    "Tệp KHÔNG được lưu lại: có nội dung không được phép lưu, hoặc không mở được. Phiếu kết quả gửi riêng nêu rõ lý do."
)


def receipt_letters(workspace: Workspace, register: Register, since: datetime) -> Iterator[Letter]:
    """Letters of arrivals since ``since``, in order of arrival."""
    landing = Landing(workspace.landing)
    receipts = landing.receipts()
    first = receipts.unique("submission_id", keep="first", maintain_order=True)
    verdicts = read_table(workspace.table("submissions"), SUBMISSION, ["submission_id", "verdict"])
    rows = (
        receipts.filter(pl.col("received_at") >= since)
        .join(first.select("submission_id", first_id="receipt_id", first_at="received_at"), on="submission_id")
        .join(verdicts.unique("submission_id"), on="submission_id", how="left", maintain_order="left")
    )
    names = Names(register)
    for row in rows.iter_rows(named=True):
        yield _letter(row, names)


def _letter(row: dict[str, Any], names: Names) -> Letter:
    at: datetime = row["received_at"].astimezone(OFFICE)
    size = f"{row['size_bytes']:,}".replace(",", ".")
    lines = [
        f"Kính gửi: {names.addressed(row['sender_code'], at.date())}",
        "",
        f"{names.committee} đã nhận tệp sau đây của đơn vị:",
        "",
        f"   Tệp:         {row['source_name']}",
        f"   Dung lượng:  {size} byte",
        f"   Nhận lúc:    {at:%H:%M ngày %d/%m/%Y}, qua {_CHANNEL_VI.get(row['channel'], row['channel'])}",
        f"   Mã tệp:      {row['submission_id'][:16]}",
        "",
        _what_became(row),
        *names.closing(),
    ]
    return Letter(
        key=f"receipt:{row['receipt_id']}",
        kind="receipt",
        unit_code=row["sender_code"],
        channel=row["channel"],
        day=f"{at:%Y-%m-%d}",
        subject=one_line(f"[BCĐ 138] Đã nhận tệp: {row['source_name']}"),
        body="\n".join(lines) + "\n",
    )


def _what_became(row: dict[str, Any]) -> str:
    if row["first_id"] != row["receipt_id"]:
        first = f"{row['first_at'].astimezone(OFFICE):%H:%M ngày %d/%m/%Y}"
        return f"Tệp này giống hệt tệp đã nhận lúc {first} nên chỉ được tính một lần. Đơn vị không phải làm gì thêm."
    if row["object_id"] is None:
        return _REFUSED
    return _VERDICT_VI.get(row["verdict"] or "", _NOT_YET)
