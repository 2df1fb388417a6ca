"""Lessons: one idea each, predicted first, beside the live panel."""

from rnnviz.app.lessons import page

page.show()
