"""The command that holds every method to its promise: its table, its file and its exit codes."""

import json

import pytest

from analysis import benchmark
from bench.trials import Effort, Figure, Trial, mean, share


def _trial(*figures: Figure) -> Trial:
    return Trial("coin", "монета честная", lambda effort: figures)


MET = Figure("орёл", 0.5, 0.02, 600, 0.4, 0.6)
MISSED = Figure("секунд", 3.5, 0.1, 5, None, 3.0, is_share=False)


def test_a_table_names_target_measure_error_runs_and_verdict() -> None:
    lines = benchmark.table(_trial(MET, MISSED), [MET, MISSED])
    assert lines[3] == "| орёл | 40,0–60,0 % | 50,0 % | 4,0 % | 600 | достигнуто |"
    assert lines[4] == "| секунд | ≤ 3,00 | 3,50 | 0,20 | 5 | НЕ достигнуто |"


@pytest.mark.parametrize(
    ("measured", "verdict"),
    [
        (0.53, "НЕ достигнуто, в пределах погрешности"),
        (0.55, "достигнуто, в пределах погрешности"),
        (0.61, "достигнуто"),
        (0.47, "НЕ достигнуто"),
    ],
)
def test_a_verdict_that_other_data_might_turn_says_so(measured: float, verdict: str) -> None:
    figure = Figure("найдено", measured, 0.03, 300, low=0.54)
    assert benchmark.table(_trial(figure), [figure])[3].endswith(f"| {verdict} |")


def test_a_missed_target_beyond_what_anybody_could_reach_is_missed_and_says_why() -> None:
    figure = Figure("найдено", 0.39, 0.03, 300, low=0.486, limit=0.427, why="Знать это нельзя.")
    within = Figure("найдено", 0.39, 0.03, 300, low=0.40, limit=0.427, why="Знать это нельзя.")
    met = Figure("найдено", 0.41, 0.03, 300, low=0.40, limit=0.427, why="Знать это нельзя.")

    lines = benchmark.table(_trial(figure), [figure])

    assert lines[3].endswith("| НЕ достигнуто; недостижимо: предел 42,7 %, достигнуто 91 % его |")
    assert lines[4] == "\nнайдено: цель недостижима, предел 42,7 % ± 0,0 %. Знать это нельзя."
    verdict = "НЕ достигнуто, в пределах погрешности; предел 42,7 %, достигнуто 91 % его"
    assert benchmark.table(_trial(within), [within])[3:] == [
        f"| найдено | ≥ 40,0 % | 39,0 % | 6,0 % | 300 | {verdict} |"
    ]
    assert benchmark.table(_trial(met), [met])[3].endswith("| достигнуто, в пределах погрешности |")


def test_a_limit_that_other_cases_might_raise_above_the_target_proves_nothing() -> None:
    figure = Figure("найдено", 0.40, 0.03, 300, low=0.486, limit=0.477, limit_error=0.03, why="Знать это нельзя.")
    lines = benchmark.table(_trial(figure), [figure])

    assert lines[3].endswith("| НЕ достигнуто; предел 47,7 %, достигнуто 84 % его |")
    assert lines[4] == "\nнайдено: цель выше измеренного предела 47,7 % ± 6,0 %. Знать это нельзя."


IMPOSSIBLE = Figure("найдено", 0.39, 0.03, 300, low=0.486, limit=0.40, limit_error=0.03)


@pytest.mark.parametrize(
    ("figures", "code", "said"),
    [
        ((MET, IMPOSSIBLE), 0, "1 из 2, из них недостижимых: 1."),
        ((MISSED, IMPOSSIBLE), 1, "2 из 2, из них недостижимых: 1."),
    ],
)
def test_only_a_target_that_nobody_could_reach_is_no_exit_1(monkeypatch, capsys, figures, code, said) -> None:
    monkeypatch.setattr(benchmark, "TRIALS", (_trial(*figures),))
    assert benchmark.main(["--all"]) == code
    assert f"Целей не достигнуто: {said}" in capsys.readouterr().out


@pytest.mark.parametrize(("figures", "code"), [((MET,), 0), ((MET, MISSED), 1)])
def test_a_missed_target_is_exit_1(monkeypatch, capsys, tmp_path, figures, code) -> None:
    monkeypatch.setattr(benchmark, "TRIALS", (_trial(*figures),))
    file = tmp_path / "figures.json"
    assert benchmark.main(["--all", "--json", str(file)]) == code
    told = json.loads(file.read_text("utf-8"))
    assert [figure["is_met"] for figure in told["trials"]["coin"]] == [figure.is_met for figure in figures]
    assert f"Целей не достигнуто: {code} из {len(figures)}." in capsys.readouterr().out


@pytest.mark.parametrize("arguments", [[], ["--seed", "3"]])
def test_nothing_named_is_wrong_input(arguments, capsys) -> None:
    assert benchmark.main(arguments) == 2
    assert "--all" in capsys.readouterr().err


def test_an_unknown_method_is_wrong_input(capsys) -> None:
    with pytest.raises(SystemExit) as stop:
        benchmark.main(["--only", "nothing"])
    assert stop.value.code == 2


@pytest.mark.parametrize(("place", "said"), [("absent/f.json", "некуда"), ("", "папка, а нужен файл")])
def test_a_file_that_cannot_be_written_is_told_before_the_work(place, said, tmp_path, monkeypatch, capsys) -> None:
    def never(effort: Effort) -> list[Figure]:
        raise AssertionError("the work has begun")

    monkeypatch.setattr(benchmark, "TRIALS", (Trial("never", "не начато", never),))
    assert benchmark.main(["--all", "--json", str(tmp_path / place)]) == 2
    assert said in capsys.readouterr().err


def test_a_run_that_breaks_leaves_the_earlier_file_as_it_was(tmp_path, monkeypatch) -> None:
    def broken(effort: Effort) -> list[Figure]:
        raise OSError("no memory")

    file = tmp_path / "figures.json"
    file.write_text("earlier")
    monkeypatch.setattr(benchmark, "TRIALS", (Trial("broken", "сломано", broken),))
    assert benchmark.main(["--all", "--json", str(file)]) != 0
    assert [one.read_text() for one in tmp_path.iterdir()] == ["earlier"]


def test_what_could_not_be_measured_is_null_in_the_file(tmp_path, monkeypatch) -> None:
    nothing = Figure("монета", float("nan"), float("nan"), 0, low=0.5)
    monkeypatch.setattr(benchmark, "TRIALS", (_trial(nothing),))
    file = tmp_path / "figures.json"
    assert benchmark.main(["--all", "--json", str(file)]) == 1
    (told,) = json.loads(file.read_text(), parse_constant=pytest.fail)["trials"]["coin"]
    assert (told["measured"], told["error"], told["is_met"]) == (None, None, False)


@pytest.mark.parametrize("seed", ["-1", "1.5", "семь"])
def test_a_wrong_seed_is_told_from_which_number_seeds_begin(seed, capsys) -> None:
    with pytest.raises(SystemExit) as stop:
        benchmark.main(["--all", "--seed", seed])
    assert stop.value.code == 2
    assert "целое число от 0" in capsys.readouterr().err


def test_the_seed_reaches_the_trial(monkeypatch, capsys) -> None:
    seen: list[Effort] = []

    def run(effort: Effort) -> list[Figure]:
        seen.append(effort)
        return [MET]

    monkeypatch.setattr(benchmark, "TRIALS", (Trial("seen", "семя", run),))
    assert benchmark.main(["--all", "--seed", "7", "--quick"]) == 0
    assert (seen[0].seed, seen[0].is_quick) == (7, True)


def test_an_unmeasured_figure_is_never_met() -> None:
    figure = Figure("ничего", *mean([]), low=0.0)
    assert not figure.is_met
    assert figure.is_missed
    assert "нет данных" in benchmark.table(_trial(figure), [figure])[3]


def test_a_few_certain_hits_still_have_an_error() -> None:
    measured, error, runs = share([True] * 8)
    assert (measured, runs) == (1.0, 8)
    assert error == pytest.approx((0.9 * 0.1 / 8) ** 0.5)
