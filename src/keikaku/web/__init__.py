"""What is seen of a store: its pages, the site that they make, and the server."""
