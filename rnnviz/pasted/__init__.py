"""What people paste, read without a guess: numbers as rows, and text as steps.

`refusal.py` says how reading asks, `numerals.py` what one number is, `commas.py` and
`characters.py` which texts have two readings, `plain.py` and `brackets.py` how rows are written,
and `grid.py` puts these together. On the grid stand `sequence.py`, `targets.py` and `matrix.py`;
`text.py` reads characters and words.
"""
