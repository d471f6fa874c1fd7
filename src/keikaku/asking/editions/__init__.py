"""Two editions of a plan side by side: which element became which, and what changed of it.

``elements`` reads an edition out of a loaded store, ``matching`` proposes what corresponds, with its reasons, and
``changes`` says what is different. Nothing here is a fact until somebody confirms it.
"""
