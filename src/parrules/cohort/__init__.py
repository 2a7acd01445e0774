"""What only all units together can tell: who keeps a grade under a quota."""
