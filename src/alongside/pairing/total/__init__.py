"""The highest total: exact at any size, around what stands, on a cluster."""
