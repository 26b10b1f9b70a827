"""Interaction (互动交流): channels, answers and public solicitations."""
