"""Governance: how the parties run the agreement, and what they leave unsaid."""
