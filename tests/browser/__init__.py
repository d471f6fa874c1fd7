"""The pages in a browser: the static site, and the server."""
