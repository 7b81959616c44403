"""What is wrong with decision tables as a whole: gaps, overlaps, rules that are never reached, outputs that lack."""

from bridgehead.dmn.analysis.findings import analyse

__all__ = ["analyse"]
