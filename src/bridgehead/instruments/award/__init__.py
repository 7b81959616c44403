"""An award: pays by rule, quota, rank and budget."""
