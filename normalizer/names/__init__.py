"""The structure of names: roles of tokens, given names, gendered surnames, acronyms."""
