"""`namenorm table …`: a look into the alias table, its proof-reading, and its way in and out."""
