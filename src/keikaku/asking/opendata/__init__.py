"""Plans as tables that stand by themselves, by the proposed open-data definition (ontology/open-data.yml)."""
