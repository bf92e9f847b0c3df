"""Who calls, and what they may do: tokens, identities of certificates, roles, the audit log."""
