"""What holds for all facts that a ruleset allows, shown or refuted.

``claims`` is what is said, ``prover`` says it.  ``regions`` and ``scales``
are sets of ordinals, ``worlds`` finds facts for them or shows that there are
none, by intervals first, then by trying values, and last by ``solving``, the
one door to the solver.  ``witnesses`` evaluates all that was found, so that
no facts are shown which do not do what is said of them.
"""
