"""Journeys from a file: what its columns mean, the dry run, and the set that is stored as a whole with its results."""
