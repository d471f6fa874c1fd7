"""Building on a Dask cluster: documents and store anywhere that fsspec reaches, the same result as on one machine."""
