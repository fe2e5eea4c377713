"""Articles, profiles, feeds and the rules for their values. Imports the standard library only."""
