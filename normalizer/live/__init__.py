"""An engine over a table that is being edited."""
