"""Find what articles say: article → document → mentions → entities → relations. No RDF in here."""
