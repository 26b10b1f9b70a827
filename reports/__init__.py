"""The reports: one view of a run, drawn by several renderers."""
