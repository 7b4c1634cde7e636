"""Words, runs of words and look-alike characters: what every stage needs to say about plain text."""
