"""Tax at the border: what is withheld, and what is credited at home."""
