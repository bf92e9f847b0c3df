"""The gRPC service over a `NameService`: the only place that speaks gRPC, but for the client."""
