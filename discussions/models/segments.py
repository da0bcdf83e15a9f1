"""The segments that a row may name, as constraints of the database spell them."""

SEGMENTS = ["decision_maker", "champion", "influencer", "detractor", "participant", "unknown"]
