"""Keys to candidates."""
