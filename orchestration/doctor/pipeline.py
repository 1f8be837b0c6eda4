"""The pipeline itself: register, sources and their secrets, runs, the edition the committee reads."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import polars as pl
from pydantic import BaseModel

from ingestion.connectors.pull_sources import state_of
from ingestion.connectors.source_model import Source, SourcesError, read_sources, secret
from ingestion.identify import OFFICE_TIME
from ingestion.workspace import Workspace
from ingestion.writing_lock import holder_of
from orchestration.alerts.settings import read_alert_settings
from orchestration.doctor.finding import Finding
from orchestration.editions.readers_behind import waiting_since
from orchestration.editions.write_editions import written_audiences
from orchestration.instance_settings import name_the_driver
from orchestration.publishing.edition import MANIFEST_NAME
from quality.register.register import Register, RegisterError
from quality.register.reporting_calendar import calendar


def register(workspace: Workspace) -> Iterator[Finding]:
    """The register can be read and its rows fit together."""
    try:
        read = Register.read(workspace.register)
    except RegisterError as error:
        yield Finding("register", "critical", f"danh mục có lỗi: {error}")
        return
    yield Finding("register", "ok", f"{read.city.city_name_vi}, {read.units.height} đơn vị")


def sources(workspace: Workspace) -> Iterator[Finding]:
    """Every enabled source has its secrets and answers now; nothing is fetched."""
    try:
        known = [s for s in read_sources(workspace.register) if s.enabled]
    except SourcesError as error:
        yield Finding("sources", "critical", f"không dùng được danh sách nguồn: {error}")
        return
    for source in known:
        subject = f"source {source.name}"
        missing = [name for name in _secret_names(source) if not _is_set(source, name)]
        if missing:
            words = f"thiếu biến môi trường {', '.join(missing)} (đơn vị phụ trách: {source.owner})"
            yield Finding(subject, "critical", words)
            continue
        state = state_of(workspace, source)
        words = f"không trả lời: {state.error} (phụ trách: {source.owner})" if state.error else f"có {state.files} tệp"
        yield Finding(subject, "critical" if state.error else "ok", words)


def _secret_names(source: BaseModel) -> list[str]:
    named = source.model_dump()
    each = [v for k, v in named.items() if (k.endswith("_env")) and v]
    return each + list(named.get("token_envs", {}).values())


def _is_set(source: Source, name: str) -> bool:
    try:
        return bool(secret(source.name, name))
    except SourcesError:
        return False


def edition(workspace: Workspace, now: datetime) -> Iterator[Finding]:
    """The published edition is not older than the last review the calendar promised."""
    manifest = workspace.published / MANIFEST_NAME
    if not manifest.exists():
        yield Finding("edition", "critical", "chưa có bản công bố nào: chạy “kho138 run”")
        return
    made = datetime.fromtimestamp(manifest.stat().st_mtime, UTC).astimezone(ZoneInfo(OFFICE_TIME))
    today = now.astimezone(ZoneInfo(OFFICE_TIME)).date()
    words = f"bản công bố ngày {made:%d/%m/%Y %H:%M}, cách đây {(today - made.date()).days} ngày"
    try:
        days = calendar(Register.read(workspace.register))
    except RegisterError:
        yield Finding("edition", "warning", f"{words}; không đối chiếu được với lịch vì danh mục có lỗi")
        return
    reviews = pl.col("moment").is_in(["monthly_review", "yearly_review"])
    promised = days.filter(reviews & (pl.col("day") < today))["day"].max()  # the run of a day has that day
    if isinstance(promised, date) and made.date() < promised:
        yield Finding("edition", "critical", f"{words}, cũ hơn lần tổng hợp theo lịch ngày {promised:%d/%m/%Y}")
    else:
        yield Finding("edition", "ok", words)


def readers(workspace: Workspace, now: datetime) -> Iterator[Finding]:
    """Every audience has what is published; the city says how long that may take."""
    names, since = written_audiences(workspace), waiting_since(workspace)
    if since is None:
        if names:
            yield Finding("readers", "ok", f"{len(names)} đối tượng đọc có đúng bản đang công bố")
        return
    hours = read_alert_settings(workspace.register).thresholds.readers_hours
    waited = (now - since).total_seconds() / 3600
    words = "chưa viết bản nào cho người đọc" if not names else "bản cho người đọc cũ hơn bản công bố"
    words += f", đã {waited:.0f} giờ (mức đã hứa {hours:.0f} giờ): chạy “kho138 editions write”"
    yield Finding("readers", "critical" if waited > hours else "warning", words)


def service(workspace: Workspace) -> Iterator[Finding]:
    """Somebody acts on sensors and schedules."""
    on = holder_of(workspace.serving_lock) is not None
    words = "dịch vụ đang chạy" if on else "“kho138 serve” không chạy: lịch và cảm biến không hoạt động"
    yield Finding("service", "ok" if on else "warning", words)


def runs(workspace: Workspace) -> Iterator[Finding]:
    """The last run of each job went well, and none is recorded as under way while nobody works on it."""
    import dagster as dg

    from orchestration.jobs import INGEST, WAREHOUSE

    if not (workspace.dagster_home / "dagster.yaml").exists():
        yield Finding("runs", "warning", "chưa có lượt chạy nào")
        return
    wrong = []
    name_the_driver()
    with dg.DagsterInstance.from_config(str(workspace.dagster_home)) as instance:
        for job in (INGEST, WAREHOUSE):
            last = next(iter(instance.get_runs(dg.RunsFilter(job_name=job), limit=1)), None)
            if last and last.status == dg.DagsterRunStatus.FAILURE:
                wrong.append(f"lượt {job} gần nhất thất bại ({last.run_id[:8]})")
        under_way = instance.get_runs(dg.RunsFilter(statuses=[dg.DagsterRunStatus.STARTED]))
    if under_way and holder_of(workspace.writing_lock) is None and holder_of(workspace.serving_lock) is None:
        wrong.append(f"{len(under_way)} lượt chạy dở do máy dừng đột ngột: khởi động lại dịch vụ")
    yield Finding("runs", "critical" if wrong else "ok", "; ".join(wrong) or "các lượt chạy gần nhất đều tốt")
