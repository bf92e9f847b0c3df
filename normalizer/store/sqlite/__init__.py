"""The alias table in one SQLite file: the embedded store."""
