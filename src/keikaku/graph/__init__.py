"""The graph: terms, IRIs and addresses, records as quads, and the looks that read them back."""
