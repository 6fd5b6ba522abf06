"""Alongside: career coaching and mentoring programmes, run by the organisation itself."""

__version__ = "0.1.0"
