"""Reads the environment and builds the use cases: one module per function, so that none imports another's parts."""
