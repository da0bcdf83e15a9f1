"""Guides: writing them, checking what they ask, and keeping what a discussion was held with."""
