"""Plans as tables by the proposed open-data definition: written, equal to the graph, read back."""
