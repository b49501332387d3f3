"""Economics: what a careful analyst would query of the figures, read off the sheet."""
