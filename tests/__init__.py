"""Tests mirror the source; promises to users live in tests/promises."""
