"""Bridgehead side by side with its peers and with hand-written code, in one run: `python -m benchmarks`."""
