"""Stores on other machines, asked and changed by the protocols of SPARQL 1.1."""
