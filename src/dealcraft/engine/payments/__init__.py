"""What each family of terms pays."""
