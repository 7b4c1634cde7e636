"""Finders of shared text that stemma is timed beside; each is a module with `run(folder, threads)`, run in a process of its own.

    python -m benchmarks.peers NAME FOLDER OUT [--threads N]

reads the pages of a folder that `benchmarks.corpus.make` wrote and writes the pairs that it would join, and its own account of
where the time went, to OUT (an .npz). Peers that are a package need that package: `pip install -e '.[bench]'`.
"""
