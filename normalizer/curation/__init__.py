"""Curation: what an edit would do, what waits for a curator, and one door to all of it."""
