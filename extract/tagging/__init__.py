"""The learned layer: characters and what is known of them → names with their types."""
