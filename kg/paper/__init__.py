"""The report as a page of HTML, to be read and printed, every number of it led back to its claims.

To add a section: a function from Material and Sources to Markup, and its line in `kg.paper.page`.
"""
