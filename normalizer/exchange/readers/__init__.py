"""One reader a format; each yields records in the neutral form, and faults with their line."""
