"""What a page shows of itself in its words: head, dates, outlet, language, kind."""
