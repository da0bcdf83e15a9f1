"""Writing what a workspace holds into files that others, and we, can read."""
