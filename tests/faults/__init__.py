"""What happens to a server when things go wrong: on this machine, bounded, and measured."""
