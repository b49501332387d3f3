"""Hand-worked values of every term, one feature at a time, on sheets small enough to redo on paper."""
