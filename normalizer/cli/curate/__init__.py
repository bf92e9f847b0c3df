"""The verbs of curators: edits, rulings, history, proposals, the inbox."""
