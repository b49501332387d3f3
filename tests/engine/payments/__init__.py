"""What each payment term pays, worked by hand."""
