"""PDF: characters with their places, laid out into lines, columns and paragraphs."""
