"""The vocabulary of deals: what a term sheet can say, without arithmetic."""
