"""`python -m analysis.forecast` over a published snapshot."""

import subprocess
import sys
from pathlib import Path

import pytest

from analysis.forecast.__main__ import main
from bench import synthetic
from data.settings import Settings, use
from data.snapshots import publish
from etl.load import load
from tests import stores

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture(scope="module")
def installation(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The `var` folder of an installation with a few hundred records."""
    var = tmp_path_factory.mktemp("var")
    settings = Settings(var=var, store_url=f"sqlite:///{var / 'store.sqlite'}")
    synthetic.write(var / "export.csv", 400)
    with use(settings):
        stores.create(settings)
        load(var / "export.csv", settings)
        publish.publish(settings)
    return var


@pytest.fixture
def in_force(installation: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("MCU_VAR", str(installation))
    monkeypatch.delenv("MCU_STORE_URL", raising=False)
    return installation


def test_the_check_of_a_snapshot_ends_well(in_force: Path) -> None:
    made = subprocess.run(
        [sys.executable, "-m", "analysis.forecast", "--backtest"], cwd=ROOT, capture_output=True, text=True, check=False
    )

    assert (made.returncode, made.stderr) == (0, "")
    assert made.stdout.startswith("Срез № 1, данные на ")
    assert "Brier" in made.stdout or "Мало данных" in made.stdout


def test_the_forecast_of_today_lists_channels(in_force: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([]) == 0
    assert "просрочено" in capsys.readouterr().out


def test_without_a_snapshot_the_command_says_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("MCU_VAR", str(tmp_path))
    monkeypatch.delenv("MCU_STORE_URL", raising=False)

    assert main(["--backtest"]) == 1
    assert "python -m etl load" in capsys.readouterr().err
