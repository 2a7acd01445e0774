"""The small language of conditions and formulas: text → typed tree.

It is not Python's `ast`, which makes 0.15 a binary float, folds names,
forbids facts called `class` or `from`, counts columns in bytes and fails
differently on every version.  Literals are exact, limits hold before
anything is parsed, and every expression is total: no loops, no calls but
the listed ones.
"""
