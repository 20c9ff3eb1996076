"""The store: settings, errors, tables, snapshots and the one door to every number (`data.metrics.query`)."""
