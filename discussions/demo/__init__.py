"""The demo's discussions: one that is open and half answered, one whose outcome was told, one being prepared."""
