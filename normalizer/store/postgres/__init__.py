"""The alias table in PostgreSQL: the store that a team shares."""
