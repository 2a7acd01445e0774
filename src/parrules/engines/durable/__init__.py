"""The one door to durable-rules.

Nothing else imports that package.  It is C code that can crash, hang or
match wrongly when it is used freely; what passes this door is whole numbers
only, in messages whose shape was fixed when the ruleset was compiled.
"""
