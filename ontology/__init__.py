"""What may be said: the terms of the graph, their shapes, and the questions one can ask of it."""
