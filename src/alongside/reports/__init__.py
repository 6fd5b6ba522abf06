"""Dashboards and documents: reads everything it may, writes nothing."""
