"""What a published resource is: its addresses, what is said of it, and that as RDF."""
