"""The declarations of the metrics, one module an area."""
