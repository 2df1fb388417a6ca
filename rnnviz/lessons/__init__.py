"""Lessons: one idea each, predicted first, as data in assets/lessons/."""

from rnnviz.lessons.answers import Answer, Verdict
from rnnviz.lessons.lesson import Lesson, Part, load, names

__all__ = ["Answer", "Lesson", "Part", "Verdict", "load", "names"]
