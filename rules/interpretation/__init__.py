"""Interpretation (解读): whether policy documents are explained, linked and explained well."""
