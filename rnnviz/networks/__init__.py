"""The networks, one file each."""

from rnnviz.networks.rnn import PARAMETERS, RNN

__all__ = ["PARAMETERS", "RNN"]
