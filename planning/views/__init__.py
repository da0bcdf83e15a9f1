"""Pages of the Align station."""
