"""Groups around topics."""
