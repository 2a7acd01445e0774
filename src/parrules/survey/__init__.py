"""Answers to a questionnaire → facts with their evidence.

``loading`` reads a questionnaire, ``reading`` tables of answers, and
``tallying`` counts and sampling frames;
``table`` and ``grouping`` count tables in columns, ``estimates`` pools
counts exactly, ``margins`` computes what is shown of uncertainty, ``result``
puts it together, and ``handing`` makes a submission of it.
"""
