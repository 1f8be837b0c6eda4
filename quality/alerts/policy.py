"""When what is told to whom: quiet hours, the digest, how long an owner has, which channels a role has."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

import yaml

OFFICE_ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
_ROLES = Path(__file__).with_name("roles.yml")
FILE_CHANNEL = "file"  # where messages go while the city has no channels: a file of the workspace


@cache
def house_roles() -> dict[str, tuple[str, str]]:
    """Roles of the house: their names in Vietnamese and English."""
    return {name: (of["vi"], of["en"]) for name, of in yaml.safe_load(_ROLES.read_text(encoding="utf-8")).items()}


@dataclass(frozen=True)
class Policy:
    """The part of ``alerts.yml`` that decides; channels are names here, nothing is sent from this room."""

    channels: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # role -> names of channels
    role_names: Mapping[str, tuple[str, str]] = field(default_factory=house_roles)  # role -> Vietnamese, English
    quiet_from: time | None = None
    quiet_to: time | None = None
    digest_at: time = time(7, 30)
    escalate_after: timedelta = timedelta(minutes=60)
    run_link: str = "http://127.0.0.1:3138/runs/{run_id}"
    city_vi: str = ""

    def channels_of(self, role: str) -> tuple[str, ...]:
        """Channels of a role; one that has none gets a file, which is better than nothing."""
        return self.channels.get(role) or (FILE_CHANNEL,)

    def is_quiet(self, moment: datetime) -> bool:
        """Whether a moment lies in the quiet hours of the office."""
        if self.quiet_from is None or self.quiet_to is None:
            return False
        clock = moment.astimezone(OFFICE_ZONE).time()
        if self.quiet_from <= self.quiet_to:
            return self.quiet_from <= clock < self.quiet_to
        return clock >= self.quiet_from or clock < self.quiet_to

    def digest_day(self, moment: datetime) -> str | None:
        """The day whose digest is due at a moment (yyyy-mm-dd); None before its hour and in quiet hours."""
        local = moment.astimezone(OFFICE_ZONE)
        if local.time() < self.digest_at or self.is_quiet(moment):
            return None
        return local.date().isoformat()
