"""Documents and names from files, folders and standard input, with every fault as a value."""
