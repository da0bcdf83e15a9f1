"""What comes out of a discussion: agreement, insights, shifts, commitments, and what became of it all."""
