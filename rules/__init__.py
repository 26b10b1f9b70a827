"""The rules: one module a rule, pure functions over tables."""
