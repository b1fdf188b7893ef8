"""What is measured, one idea a file. Each has `measure(bench)`, which returns its rows of the table."""
