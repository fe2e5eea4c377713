"""Articles, sections and authors from files."""
