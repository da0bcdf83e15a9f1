"""Template tags of the Discuss station."""
