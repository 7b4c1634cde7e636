"""One program a figure; each module is found by its name."""
