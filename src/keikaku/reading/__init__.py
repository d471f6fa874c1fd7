"""Reading: from a document's lines and cells to records, told by plan.yml."""
