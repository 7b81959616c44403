"""One question a file; what faces and the command line show."""
