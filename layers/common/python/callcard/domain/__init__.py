"""What the product knows and decides: no I/O, no clock, no environment."""
