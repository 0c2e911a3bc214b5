"""Pictures of pages: OCR, its words laid out into lines, columns and paragraphs."""
