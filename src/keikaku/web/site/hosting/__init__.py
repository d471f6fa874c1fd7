"""What makes a host lead from an IRI to its document: configuration for nginx, Apache and hosts of static files."""
