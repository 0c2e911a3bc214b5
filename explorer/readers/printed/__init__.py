"""What is set on a sheet: words with their places become lines, columns, paragraphs; running heads and page numbers go."""
