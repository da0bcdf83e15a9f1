"""What the pages of check-ins read."""
