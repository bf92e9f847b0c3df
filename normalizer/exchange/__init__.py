"""Alias tables of others into ours, and ours out: readers, the diff, the import, writers."""
