"""Pages and JSON: what a browser asks is parsed here, answered by `explorer.answers`, and formatted."""
