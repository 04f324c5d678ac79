"""The brand that ships with deckgen, and the script that makes it."""
