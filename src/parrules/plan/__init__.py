"""A scheme in one normal form, which every engine runs."""
