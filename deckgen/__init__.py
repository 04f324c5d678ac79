"""Turn a table of clustered customers into a branded PowerPoint deck of who the groups are."""

__version__ = "0.1.0"
