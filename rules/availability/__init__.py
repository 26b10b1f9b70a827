"""Rules on availability; they read the probe series."""
