"""Tables derived from a store: fast answers over a whole country, and frames for people who prefer them."""
