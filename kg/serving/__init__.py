"""A read-only SPARQL endpoint on this machine, and a page to ask it."""
