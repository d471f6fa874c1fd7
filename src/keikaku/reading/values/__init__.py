"""Values: what a piece of printed text means, as a number, a year, a code or a mark of a scale.

Each answers `None` where the print does not prove a reading: nothing here guesses.
"""
