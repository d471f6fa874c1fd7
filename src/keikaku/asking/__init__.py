"""Questions in SPARQL: the library, parameters bound as terms, answers as tables and frames."""
