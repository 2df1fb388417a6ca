"""Memory: what is left of the past, and what the gradient sums over the copies."""

from rnnviz.app import controls, panel, questions
from rnnviz.app.memory import section, showing

questions.page(
    controls.bar_of("memory"), section.section, showing.following, shows_memory=panel.with_memory
)
