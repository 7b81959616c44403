"""The command line: one file a command. A command imports what it needs when it runs, so that help is there at once."""
