"""The reference deal priced without dealcraft: what a user would write instead, and what the machine allows.

All of them price `reference.deal.yaml` from the same draws: thresholds and durations of four phases, peak sales of three
markets. The deal is that of the sheet, restated here in plain numbers: millions, years, quarters.
"""
