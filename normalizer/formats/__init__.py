"""Answers in the forms that other programs read; nothing of the command line."""
