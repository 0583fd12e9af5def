"""Schemas of steps: whatever an author may write, compiled once to JSON Schema and to a check of values."""
