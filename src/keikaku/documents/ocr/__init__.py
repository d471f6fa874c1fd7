"""Pages whose text is a picture: rendering, grid, two engines of text recognition, and what they agree on."""
