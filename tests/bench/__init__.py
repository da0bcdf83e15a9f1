"""Measurements one runs by hand: `python tests/bench/bench_pages.py --size L`. They print ratios and fail nothing."""
