"""What a curator should look at in an alias table, found with the resolver."""
