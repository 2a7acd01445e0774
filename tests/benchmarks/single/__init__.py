"""One unit at a time: what it costs to start, to score and to go on."""
