"""Dynamics: the hidden state as a moving point."""

from rnnviz.app import controls, questions
from rnnviz.app.dynamics import section, showing

questions.page(controls.bar_of("dynamics"), section.section, showing.following)
