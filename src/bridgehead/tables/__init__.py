"""Typed tables in and out: CSV, Excel, Parquet; DuckDB by default, Spark for a cluster."""
