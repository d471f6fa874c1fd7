"""The documentation of the ontology, the shapes and the queries, written from their own files."""
