"""What is printed on the examples, kept in files: `pytest --update-golden` writes them anew."""
