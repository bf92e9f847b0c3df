"""Faults made on purpose: processes killed in the midst of their work."""
