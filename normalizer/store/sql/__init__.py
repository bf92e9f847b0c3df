"""A store over any database that speaks SQL: written once, for SQLite and PostgreSQL."""
