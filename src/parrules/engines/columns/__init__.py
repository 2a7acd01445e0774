"""The plan as expressions over columns: a row of a table is a unit.

`algebra` is what everything is written in, `scoring` writes a plan in it, and
`writing` turns it into the expressions of a library of tables.
"""
