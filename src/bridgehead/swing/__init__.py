"""A bridge that turns on its hinge: numbers only, in SI units and radians, without a clock, a ledger or a page.

The formulas are those that rotation works use, or are derived where their docstrings say so. What a number must keep is
never a constant here: limits come in as values with their sources (`limits.Limit`).
"""
