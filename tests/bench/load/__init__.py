"""Load for a server, from processes of their own, on this machine alone and for a bounded time."""
