"""What decides rows: one protocol, several engines, equal outcomes."""
