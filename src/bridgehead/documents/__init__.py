"""Files that people write: YAML and workbooks, bounded and read to values, each with its place."""
