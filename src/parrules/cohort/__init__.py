"""What only all units together, or two years, can tell."""
