"""Observations from files: read, mapped to metrics, checked in a dry run, stored or taken back as a whole."""
