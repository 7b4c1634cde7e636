"""Pages of plain text: which of their lines are the report."""
