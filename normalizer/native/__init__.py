"""What is dear in Python, written in C: optional, with the same answers."""
