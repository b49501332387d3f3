"""Rules of coherence: what makes a sheet mean nothing, or two things."""
