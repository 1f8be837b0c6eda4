"""The register of movement models: the article's five by name, the others invented.

Assumption, labelled as such: the 23 models of the article include its 3 new ones.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from ingestion.sample_city.calendar import Window
from ingestion.sample_city.chance import chance


@dataclass(frozen=True)
class Model:
    """One line of the register."""

    name: str
    topic: str
    lead: str
    scope: str
    launched: date
    stopped: date | None = None
    recognised_by: str | None = None
    recognised_on: date | None = None
    replication: str = "Chưa nhân rộng"
    notice: str | None = None


_NAMED = (
    Model("Tuyến đường, tuyến phố trật tự đô thị", "Trật tự đô thị", "13681", "Xã/phường", date(2021, 5, 19)),
    Model("Cựu Công an nhân dân vì bình yên cuộc sống", "Khác", "DT-07", "Thành phố", date(2022, 8, 19),
          recognised_by="Công an tỉnh", recognised_on=date(2024, 10, 15), replication="Toàn tỉnh",
          notice="MINH HỌA-12/TB"),
    Model("Cơ sở tôn giáo, tín ngưỡng an toàn, đoàn kết, văn hóa", "Tôn giáo - tín ngưỡng", "DT-01", "Thành phố",
          date(2024, 3, 20)),
    Model("Phụ nữ thị trấn Mỹ Lộc - phòng cháy tốt, chữa cháy giỏi", "Phòng cháy chữa cháy", "DT-02", "Xã/phường",
          date(2024, 5, 8)),
    Model("Nắm chắc, quản chặt, ngăn chặn vi phạm pháp luật trên không gian mạng", "Không gian mạng", "CA-356",
          "Thành phố", date(2024, 4, 12)),
)  # fmt: skip
_TOPICS = ("Camera an ninh", "Thanh thiếu niên", "Giao thông", "Phòng cháy chữa cháy", "Trật tự đô thị", "Khác")
_INVENTED = 18  # with the two older ones of the article: 20 kept at the end of 2023, 23 a year later


def models() -> list[Model]:
    """Every model ever registered, one of them stopped before 2023."""
    invented = [
        Model(f"Mô hình minh họa số {n:02d}", _TOPICS[n % len(_TOPICS)], "BCD138-356", "Thành phố",
              date(2015 + n % 7, 1 + n % 12, 5))
        for n in range(1, _INVENTED + 1)
    ]  # fmt: skip
    stopped = Model("Mô hình minh họa đã dừng", "Khác", "BCD138-356", "Thành phố", date(2014, 6, 1), date(2022, 6, 30))
    return [*_NAMED, *invented, stopped]


def register_lines(window: Window) -> list[dict[str, object]]:
    """Lines of form F07: the register as it stands on the last day of the period."""
    return [
        {"model_code": f"MH-{number:03d}", "model_name": m.name, "model_topic": m.topic, "lead_unit_code": m.lead,
         "scope": m.scope, "launch_date": m.launched, "stop_date": m.stopped,
         "recognised_by": m.recognised_by if known(m.recognised_on, window) else None,
         "recognised_on": m.recognised_on if known(m.recognised_on, window) else None,
         "replication_level": m.replication if known(m.recognised_on, window) else "Chưa nhân rộng",
         "replication_notice_no": m.notice if known(m.recognised_on, window) else None,
         "sites": chance("sites", number).randint(3, 40)}
        for number, m in enumerate(models(), start=1)
        if m.launched <= window.last
    ]  # fmt: skip


def known(day: date | None, window: Window) -> bool:
    """Whether something of ``day`` had happened by the end of the period."""
    return day is not None and day <= window.last
