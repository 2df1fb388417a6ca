"""Explore: one network unrolled through time, its shared numbers at hand."""

from rnnviz.app import charts, chrome, controls, flags, panel, projector, state

session = state.arrive()
if state.is_projected():
    projector.show()
    panel.section(charts.following)
else:
    controls.bar(session, "explore")
    panel.section(charts.following, has_charts=True)
    if flags.current().shows("charts"):
        charts.section()
    chrome.lead()
