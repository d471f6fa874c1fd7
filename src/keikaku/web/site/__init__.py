"""A store as a site of files that any host can carry: pages, RDF, dumps, catalogues, host configuration."""
