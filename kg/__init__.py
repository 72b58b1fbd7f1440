"""Keep, check and show what was extracted: claims, triples, queries, networks and pages."""
