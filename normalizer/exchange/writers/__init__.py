"""One writer a format; each writes the same table to the same bytes."""
