"""FEEL for many cases at once: a tree becomes an Ibis expression that DuckDB and Spark run.

The meaning is exactly that of the scalar executor. What cannot keep it has no columnar form and says so
(`NotColumnar`); `rowwise` runs it row by row instead.
"""

from bridgehead.feel.columns.decision import decide
from bridgehead.feel.columns.rowwise import Rows, rowwise
from bridgehead.feel.columns.translation import Columnar, NotColumnar, translate

__all__ = ["Columnar", "NotColumnar", "Rows", "decide", "rowwise", "translate"]
