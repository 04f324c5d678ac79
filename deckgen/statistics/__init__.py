"""Pure functions from counted tables to effects, intervals and verdicts, each with its source."""
