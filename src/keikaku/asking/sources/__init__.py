"""SPARQL servers elsewhere: asking them, pushing to them, pulling from them."""
