"""`make storm`: ten thousand calls through the real doors, with everything going wrong that can."""
