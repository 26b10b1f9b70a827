"""The vocabulary of the project: frozen values and enums, standard library only."""
