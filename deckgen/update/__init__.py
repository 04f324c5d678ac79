"""A deck carried on: what was written, what stands there now, and what becomes of both."""
