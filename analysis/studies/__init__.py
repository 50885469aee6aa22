"""Questions that need both measures and trends."""
