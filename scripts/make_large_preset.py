"""Write assets/presets/large.json: a random network at the limits of what can be shown.

Run from the checkout: python scripts/make_large_preset.py
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from rnnviz import RNN, Experiment, Knob
from rnnviz.document import View
from rnnviz.resources import ASSETS

SEED = 1
SPECTRAL_RADIUS = 0.95
NUM_STEPS = 200

DESCRIPTION = (
    "Two waves and six pulses leave their pattern in 32 units with random weights (seed 1), and "
    "after the last pulse, at step 150, the echo fades. Turn the spectral radius from 0.95 to 1.3: "
    "nothing fades any more, and the units go on in a rhythm of their own."
)


def make_sequence() -> npt.NDArray[np.float64]:
    """Return x (200, 3): a slow wave, six pulses, a quick wave, and then nothing."""
    t = np.arange(NUM_STEPS)
    x = np.zeros((NUM_STEPS, 3))
    x[:, 0] = np.where(t < 120, np.sin(2 * np.pi * t / 60), 0)
    x[[10, 40, 50, 90, 130, 150], 1] = 1
    x[:, 2] = np.where((t >= 65) & (t <= 101), np.sin(2 * np.pi * (t - 65) / 12), 0)
    return x.round(3) + 0.0  # + 0.0 turns the −0.0 of a rounded sine into 0.0


def make_preset() -> Experiment:
    """Return the preset, its weights drawn by `RNN.random` with `SEED`."""
    net = RNN.random(
        input_size=3, hidden_size=32, output_size=2, spectral_radius=SPECTRAL_RADIUS, seed=SEED
    )
    return Experiment(
        net=net,
        x=make_sequence(),
        knob=Knob.spectral_radius(),
        input_names=["slow wave", "pulses", "quick wave"],
        title="Two hundred steps of echoes in 32 units",
        description=DESCRIPTION,
        view=View(step=90),
    )


if __name__ == "__main__":
    (ASSETS / "presets" / "large.json").write_text(make_preset().to_json(), encoding="utf-8")
