"""Fleets: many sites in one run. The pure parts: what is asked for, who waits for whom, what is kept of a site."""
