"""Tests of learning from the past."""
