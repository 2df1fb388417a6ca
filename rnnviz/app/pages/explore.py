"""Explore: one network unrolled through time, its shared numbers at hand."""

from rnnviz.app import charts, controls, panel, state

session = state.arrive()
controls.bar(session)
panel.section()
charts.section()
