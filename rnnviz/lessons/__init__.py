"""Lessons: one idea each, predicted first, as data in assets/lessons/."""

from rnnviz.lessons.action import Action
from rnnviz.lessons.answers import Answer, Verdict
from rnnviz.lessons.lesson import Lesson, Part, load, names
from rnnviz.lessons.prose import Prose

__all__ = ["Action", "Answer", "Lesson", "Part", "Prose", "Verdict", "load", "names"]
