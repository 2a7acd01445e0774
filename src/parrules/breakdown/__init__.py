"""What people and programs read: where every point came from."""
