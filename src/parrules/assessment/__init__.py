"""A year of assessment: surveys and facts of many units → all its rankings.

``loading`` reads the file that names them, ``gathering`` reads what it names,
``joining`` puts answers beside facts, ``assessing`` scores, ranks and
compares, and ``documents`` writes it as JSON.
"""
