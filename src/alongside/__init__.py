"""Alongside: career coaching and mentoring programmes, run by the organisation itself."""
