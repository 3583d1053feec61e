"""callcard's command line: for people with a terminal and AWS credentials."""
