"""People, posts, offices, documents and acts in a text, and the network between them."""
