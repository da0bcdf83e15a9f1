"""Reads shaped for pages of the Impact station."""
