"""Weights that ship or are installed with the package, verified by hash and loaded by path."""
