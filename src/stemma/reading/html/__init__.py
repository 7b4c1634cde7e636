"""Pages of HTML: their rendering, the report in it, and what they say of themselves."""
