"""Memory: what is left of the past, and what the gradient sums over the copies."""

from rnnviz.app import questions
from rnnviz.app.memory import section, showing

questions.page("memory", section.section, showing.following, with_memory=True)
