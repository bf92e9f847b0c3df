"""Resolve spellings of names to canonical entities, and annotate documents with them."""
