"""The same rules over tables: a row is a unit, and so is a row that returns.

`evaluating` is the way through; what a cell may hold is in `cells`, and what
a table of a library looks like in `frames`.
"""
