"""Catalogue (主动公开目录): whether what must be published is there, in time and complete."""
