"""A ruleset as one function over whole numbers.

It is made of the checked plan, never of source text: what is generated holds
names made here and whole numbers, and every text, verdict or table of a
ruleset is a constant that the function finds by such a name.
"""
