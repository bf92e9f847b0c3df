"""The index as one immutable, memory-mapped file."""
