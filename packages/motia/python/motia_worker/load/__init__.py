"""Loads the project's files, and tells their steps and what is wrong with them."""
