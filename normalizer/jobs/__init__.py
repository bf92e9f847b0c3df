"""Bulk work: documents in shards, by worker processes, to be resumed after whatever happens."""
