"""Glossary: every symbol and term, one sentence each."""

from rnnviz.app.lessons import words

words.show()
