"""The background: seals, moves that nobody makes, copies. Of several processes one does each job."""
