"""An AWS of our own, over TLS, that checks every signature and counts what it is asked."""
