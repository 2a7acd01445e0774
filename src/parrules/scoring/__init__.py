"""From a submission to ordinals, and from decided rows to points."""
