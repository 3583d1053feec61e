"""`make import-storm`: an import that is killed again and again against one that is not."""
