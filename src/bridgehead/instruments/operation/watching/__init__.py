"""Watching an operation while it runs: samples, whether they can be, figures, alarms. No clock is asked: it is told."""
