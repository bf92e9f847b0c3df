"""The alias table: what it can be asked, where it is read from, what is wrong with it."""
