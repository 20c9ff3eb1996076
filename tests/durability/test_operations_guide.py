"""The guide and its examples speak of this program: commands that exist, variables that are read, files in place."""

import re

import pytest

from data.settings import ROOT

GUIDE = ROOT / "docs" / "operations.md"
EXAMPLES = sorted((ROOT / "docs" / "deploy").iterdir())
SOURCES = [path for room in ("access", "data", "etl", "geo") for path in (ROOT / room).rglob("*.py")]


def test_every_command_of_the_guide_exists() -> None:
    text = "\n".join(path.read_text(encoding="utf-8") for path in (GUIDE, *EXAMPLES))
    used = set(re.findall(r"python -m (access|data|etl|geo) ([a-z-]+)", text))
    assert {("data", "backup"), ("data", "restore"), ("access", "verify-audit")} <= used
    for room, command in used:
        declared = "\n".join(path.read_text(encoding="utf-8") for path in SOURCES if (ROOT / room) in path.parents)
        assert f'"{command}"' in declared, f"python -m {room} {command}"


def test_every_variable_of_the_guide_is_read_by_the_program() -> None:
    text = "\n".join(path.read_text(encoding="utf-8") for path in (GUIDE, *EXAMPLES))
    sources = "\n".join(path.read_text(encoding="utf-8") for path in SOURCES)
    for name in set(re.findall(r"MCU_[A-Z_]+", text)):
        assert f'"{name}"' in sources, name


def test_every_file_the_guide_names_is_there() -> None:
    for name in set(re.findall(r"docs/deploy/[\w.-]+\w", GUIDE.read_text(encoding="utf-8"))):
        assert (ROOT / name).is_file(), name


@pytest.mark.parametrize("name", ["mcu.service", "mcu-backup.service"])
def test_services_give_up_every_right_they_do_not_need(name: str) -> None:
    text = (ROOT / "docs" / "deploy" / name).read_text(encoding="utf-8")
    for line in (
        "NoNewPrivileges=yes",
        "ProtectSystem=strict",
        "ProtectHome=yes",
        "CapabilityBoundingSet=",
        "UMask=0077",
    ):
        assert line in text.splitlines(), line


def test_the_proxy_forces_tls_and_lets_nobody_name_his_own_address() -> None:
    text = (ROOT / "docs" / "deploy" / "nginx.conf").read_text(encoding="utf-8")
    assert "Strict-Transport-Security" in text
    assert re.search(r"X-Forwarded-For\s+\$remote_addr;", text)
    assert "proxy_add_x_forwarded_for" not in text
    assert text.index("log_format mcu") < text.index("access_log"), "nginx wants a format before its use"
    assert "proxy_cache off" in text
