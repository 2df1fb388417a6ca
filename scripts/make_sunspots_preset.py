"""Write assets/presets/sunspots.json: next year's sunspot number from an echo-state network.

The recurrent network is random and stays as it is (`SEED`). Only its readout is
fitted, by ridge regression on the years up to 1908; the years shown, 1909 to
2008, have no part in it.

Run from the checkout: python scripts/make_sunspots_preset.py

Source:
    Jaeger, "The echo state approach" (2001); the series: assets/data/sunspots.csv.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from rnnviz import RNN, Experiment, Knob
from rnnviz.document import View
from rnnviz.resources import ASSETS

Array = npt.NDArray[np.float64]

# Settings of a kind that is common, not tuned for the years held out; a coarse grid of seeds and
# sizes was looked at, errors on those years included, and it was flat.
SEED = 0
HIDDEN_SIZE = 24
SPECTRAL_RADIUS = 0.9
INPUT_GAIN = 0.5  # keeps the units off ±1 in the highest years
RIDGE = 0.1
WASHOUT = 10  # first years whose states still show that the network began at 0
LAST_FITTED = 1908

DESCRIPTION = (
    "Each output guesses the next year: over 1909–2008, to which it was not fitted, it is off by "
    '{network:.1f} sunspots on average, where "same as last year" is off by {same:.1f}. '
    "Turn the gain of W_hh from 1 to 0: without a memory it cannot tell a rise from a fall."
)


def read_series() -> tuple[list[int], Array]:
    """Return the years and their mean sunspot numbers, in hundreds."""
    columns = np.loadtxt(ASSETS / "data" / "sunspots.csv", delimiter=",", skiprows=1)
    return columns[:, 0].astype(int).tolist(), columns[:, 1] / 100


def fit_readout(h: Array, target: Array, ridge: float) -> tuple[Array, float]:
    """Return the w and b that minimise Σ (w·h_t + b − target_t)² + ridge |w|².

    Args:
        h: (N, H), states.
        target: (N,), what to say of each.
        ridge: at least 0; the bias is not penalised.
    """
    centred = h - h.mean(axis=0)
    w = np.linalg.solve(
        centred.T @ centred + ridge * np.eye(h.shape[1]), centred.T @ (target - target.mean())
    )
    return w, float(target.mean() - h.mean(axis=0) @ w)


def make_preset() -> Experiment:
    """Return the preset: the years 1908 to 2007, of which each is asked for the next."""
    years, series = read_series()
    shown = years.index(LAST_FITTED)
    reservoir = RNN.random(
        input_size=1,
        hidden_size=HIDDEN_SIZE,
        output_size=1,
        spectral_radius=SPECTRAL_RADIUS,
        seed=SEED,
    )
    reservoir = reservoir.replace(W_xh=reservoir.W_xh * INPUT_GAIN)
    h = reservoir.rollout(series[:-1, None]).h  # h[t] has seen years 0 … t, and is asked for t+1
    w, b = fit_readout(h[WASHOUT:shown], series[WASHOUT + 1 : shown + 1], RIDGE)
    preset = Experiment(
        net=reservoir.replace(W_hy=w[None], b_y=[b]),
        x=series[shown:-1, None],
        initial_state=h[shown - 1],
        knob=Knob.gain("W_hh"),
        labels=[str(year) for year in years[shown:-1]],
        input_names=["sunspots this year, hundreds"],
        output_names=["guess for next year"],
        title="Sunspots: guess the next year",
        view=View(step=years.index(1957) - shown),
    )
    truth = series[shown + 1 :]
    errors = {
        "network": 100 * np.abs(preset.trace.y[:, 0] - truth).mean(),
        "same": 100 * np.abs(series[shown:-1] - truth).mean(),
    }
    return preset.replace(description=DESCRIPTION.format(**errors))


if __name__ == "__main__":
    (ASSETS / "presets" / "sunspots.json").write_text(make_preset().to_json(), encoding="utf-8")
