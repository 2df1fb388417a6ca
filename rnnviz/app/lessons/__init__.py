"""Lessons beside the live panel: the list of them, and one at a time."""
