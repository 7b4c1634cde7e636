"""Collections of invented news pages with planted copies, chrome and look-alike events: `python -m benchmarks.corpus.make`."""
