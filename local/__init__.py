"""The local stack: what `make up` adds to the template, the PBX stand and the demo data."""
