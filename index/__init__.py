"""Full-text search over flat documents: words for ranking, character pairs for exactness."""
