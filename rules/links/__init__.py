"""Rules on links: what a reader cannot open, or should not be led to."""
