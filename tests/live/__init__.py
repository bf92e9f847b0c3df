"""Tests of the engine over a table that is being edited."""
