"""What is typed on pages of the Impact station."""
