"""Tests of the gRPC service, against real servers over the real engine."""
