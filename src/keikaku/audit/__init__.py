"""The SDG and strategy audit: what is covered, what is not, and where it says so.

``graph`` reads one municipality's graphs, ``mappings`` what a program suggests and people confirmed; ``links``
finds the status of every measure and goal, ``totals`` adds up, ``findings`` runs the queries that find gaps
and errors, ``compare`` sets municipalities or plans side by side, ``run`` does it all. ``tables`` makes tables
of it, ``paper_html``, ``paper_xlsx``, ``paper_csv`` and ``terminal`` write them.
"""
