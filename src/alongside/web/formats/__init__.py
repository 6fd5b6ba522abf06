"""How dates and times are written, where Alongside differs from Django."""
