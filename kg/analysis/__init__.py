"""What a network shows beyond its single facts: who matters, who belongs together, what changes.

To add a measure: a function from a network to `Findings` or `Matrix`, and its line in
`kg.analysis.measures`.
"""
