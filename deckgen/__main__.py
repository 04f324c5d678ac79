"""`python -m deckgen` is `deckgen`."""

from deckgen.cli import run

if __name__ == "__main__":  # workers import this file, too
    run()
