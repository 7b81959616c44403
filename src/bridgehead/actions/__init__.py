"""One verb a file: permission, decision, append, in one transaction. The only writers."""
