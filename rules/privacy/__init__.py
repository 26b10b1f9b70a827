"""Rules on personal data that a page exposes."""
