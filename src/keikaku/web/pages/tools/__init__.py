"""The pages that work in the reader's browser: SPARQL over the dump, and a lineage that can be walked."""
