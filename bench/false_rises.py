"""How often growth is recommended where nothing has grown: `python -m bench.false_rises`.

Pairs of topic and recipient with rates of 0.05–3 records a week, the same this year and last; weekly counts are
Poisson, or more uneven (negative binomial). A rise is false whenever it passes the rule's threshold.
"""

import argparse

import numpy as np

from analysis.rise import rises, unevenness

PAIRS, WEEKS, THRESHOLD, LEAST, FALSE_RISES = 300, 12, 1.2, 10, 0.10


def share_with_a_false_rise(trials: int, dispersion: float, seed: int = 523) -> tuple[float, float]:
    """Share of trials with any false rise, and false rises per trial. dispersion: variance of weekly counts / mean."""
    chance, found = np.random.default_rng(seed), []
    for _ in range(trials):
        rates = np.exp(chance.uniform(np.log(0.05), np.log(3), PAIRS))[:, None, None]
        weeks = _drawn(chance, np.broadcast_to(rates, (PAIRS, 2, WEEKS)), dispersion)
        now, before = weeks[:, 0].sum(axis=1), weeks[:, 1].sum(axis=1)
        low, q = rises(now, before, unevenness(weeks))
        found.append(int(((q <= FALSE_RISES) & (low > THRESHOLD) & (now >= LEAST)).sum()))
    return float(np.mean(np.array(found) > 0)), float(np.mean(found))


def _drawn(chance: np.random.Generator, rates: np.ndarray, dispersion: float) -> np.ndarray:
    if dispersion <= 1:
        return chance.poisson(rates).astype(float)
    return chance.poisson(chance.gamma(rates / (dispersion - 1), dispersion - 1)).astype(float)


def main() -> int:
    """Print the shares."""
    parser = argparse.ArgumentParser(prog="python -m bench.false_rises", description="Ложный рост на потоке без роста")
    parser.add_argument("--trials", type=int, default=400)
    trials = parser.parse_args().trials
    for dispersion in (1.0, 1.5, 2.0, 3.0):
        share, mean = share_with_a_false_rise(trials, dispersion)
        print(
            f"дисперсия / среднее {dispersion}: хотя бы один ложный рост в {share:.1%} повторов, в среднем {mean:.3f}"
        )
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
