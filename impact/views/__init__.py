"""Pages of the Impact station."""
