"""Reading: from the bytes of a document to numbered lines, and from printed words to values.

`document` makes numbered lines out of a file; `folding`, `fiscal`, `numbers` and `codes` say what a piece of
printed text means. Each answers `None` where the print does not prove a reading: nothing here guesses.
"""
