"""The SHACL engine: shapes compiled once, run over the columns of one graph; it knows nothing of plans."""
