"""The command line: thin commands over the engine, with readers and writers of their own."""
