"""Quality figures: one small program a figure, run by `python -m evals`."""
