"""One engine for every form that people answer."""
