"""A year of assessment: surveys and facts of many units → all its rankings.

``loading`` reads the file that names them, ``gathering`` reads what it names,
``joining`` puts answers beside facts, ``years`` scores and ranks a year,
``assessing`` compares two, and ``documents`` writes ``results`` as JSON.
"""
