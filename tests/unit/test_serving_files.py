"""The files an office copies to its server name what the command offers, and systemd accepts them where it is there."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest
from typer.testing import CliRunner

from orchestration.cli.app import app

SERVING = Path(__file__).parents[2] / "orchestration" / "serving"
UNITS = sorted((SERVING / "systemd").iterdir())


def test_units_start_commands_that_there_are() -> None:
    services = [u for u in UNITS if u.suffix == ".service"]
    assert {u.stem for u in UNITS} == {"kho138", "kho138-backup", "kho138-bi", "kho138-doctor", "kho138-portal"}
    for unit in services:
        if unit.stem == "kho138-bi":
            continue  # starts modules of another environment: the test below
        (started,) = re.findall(r"^ExecStart=/opt/kho138/.venv/bin/kho138 (\S+)(.*)$", unit.read_text(), re.MULTILINE)
        shown = CliRunner().invoke(app, [started[0], "--help"], env={"COLUMNS": "200"}).output
        assert [o for o in re.findall(r"--[a-z-]+", started[1]) if o not in shown] == []


def test_both_pages_are_where_nginx_looks_for_them() -> None:
    service = (SERVING / "systemd" / "kho138.service").read_text()
    nginx = (SERVING / "nginx.conf").read_text()
    assert re.findall(r"location (/\S+/) \{", nginx) == ["/xem/", "/dieu-hanh/"]
    assert re.findall(r"proxy_pass +http://127.0.0.1:(\d+);", nginx) == ["3139", "3138"]
    assert "--path-prefix /dieu-hanh --viewers-port 3139 --viewers-path-prefix /xem" in service
    assert len(set(re.findall(r"auth_basic_user_file (\S+);", nginx))) == 2


def test_the_dashboards_are_prepared_and_served_where_nginx_looks_for_them() -> None:
    unit = (SERVING / "systemd" / "kho138-bi.service").read_text()
    nginx = (SERVING / "nginx-bi.conf").read_text()
    started = re.findall(r"^ExecStart(?:Pre)?=/opt/kho138/.venv-bi/bin/python -m (\S+) ?(\d*)$", unit, re.MULTILINE)
    assert started == [("orchestration.bi.prepare", ""), ("orchestration.bi.serve", "3141")]
    assert all(find_spec(module) for module, _ in started)
    assert re.findall(r"proxy_pass +http://127.0.0.1:(\d+);", nginx) == ["3141"]
    (config,) = re.findall(r"SUPERSET_CONFIG_PATH=/opt/kho138/(\S+)", unit)
    assert (SERVING.parents[1] / config).is_file()
    assert "KHO138_BI_HTTPS=1" in unit  # nginx speaks TLS: cookies for https only


@pytest.mark.full
def test_systemd_accepts_the_units(tmp_path: Path) -> None:
    verify = shutil.which("systemd-analyze")
    assert verify, ".ci/full installs systemd"
    for unit in UNITS:
        text = unit.read_text().replace("/opt/kho138/.venv/bin/kho138", str(Path(sys.executable).with_name("kho138")))
        text = text.replace("/opt/kho138/.venv-bi/bin/python", sys.executable)
        (tmp_path / unit.name).write_text(text)
    done = subprocess.run(
        [verify, "verify", *map(str, tmp_path.iterdir())], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
