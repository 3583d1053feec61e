"""`make bench-index`: the phone index against brute force, from a thousand numbers to a million."""
