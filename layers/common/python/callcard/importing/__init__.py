"""Address books from other programs' files: read, understood, turned into contacts; no AWS, no clock, no environment.

A file becomes a Sheet (`files.open_table`), its columns a Mapping (`guessing.guess`), each row a Draft or a Problem
(`drafts.read_draft`); `callcard/imports.py` makes contacts of drafts.
"""
