"""Importing a file: read it, say what it would change, apply all of it or nothing, and undo it."""
