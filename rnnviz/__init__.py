"""rnnviz: see a recurrent neural network unrolled through time, and turn its shared numbers."""

from rnnviz import presets
from rnnviz.experiment import Experiment
from rnnviz.knobs import Knob
from rnnviz.networks import RNN
from rnnviz.trace import Trace

__version__ = "0.1.0"

__all__ = ["RNN", "Experiment", "Knob", "Trace", "presets"]
