"""Rights: what is granted, for how long and for what, and what keeps it from lying idle."""
