"""`python -m stemma`: the command line."""

import sys

from stemma.cli import main

if __name__ == "__main__":
    sys.exit(main())
