"""The engine's own version, in one place."""

ENGINE_VERSION = "0.1.0"
