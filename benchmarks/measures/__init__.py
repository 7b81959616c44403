"""One measure a file; each gives the lines of its part of the table."""
