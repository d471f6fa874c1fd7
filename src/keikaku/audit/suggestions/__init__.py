"""Suggested links to the SDGs and to the national strategies, and what people decide about them.

Words alone, offline: ``subjects`` reads what a measure says of itself, ``words`` finds the words of a list in
it, ``scoring`` weighs them, ``sdgs`` and ``strategies`` make suggestions of that, ``sssom`` writes them as a table,
``returned`` reads the table that came back, ``recorded`` puts decisions into the store.
"""
