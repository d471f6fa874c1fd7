"""A country of made-up plans: documents as towns print them, and what a perfect reading makes of each.

What a document says is decided first, then printed, line by line; the record of what was printed where is the
known truth. It is minted by keikaku's own names (`keikaku.graph.mint`) and read by none of its loaders.
"""
