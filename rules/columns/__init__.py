"""Rules on site columns: stale, empty, unreachable; and on the dates of what they list."""
