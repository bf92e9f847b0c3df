"""The alias table behind gRPC: edits, changes, proposals, the inbox."""
