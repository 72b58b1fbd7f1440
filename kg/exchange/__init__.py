"""Graphs in the formats of other programs, one module a family of formats."""
