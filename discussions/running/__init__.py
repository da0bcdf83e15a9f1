"""Preparing a discussion, inviting people into it, reminding them, moderating what they say, closing it."""
