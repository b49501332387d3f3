"""The tests; a package, so that test modules of the same name may live in different folders."""
