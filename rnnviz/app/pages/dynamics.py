"""Dynamics: the hidden state as a moving point."""

from rnnviz.app import questions
from rnnviz.app.dynamics import section, showing

questions.page("dynamics", section.section, showing.following)
