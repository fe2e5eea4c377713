"""The desk: edits of articles, sections and authors, decided by pure functions and applied by storage."""
