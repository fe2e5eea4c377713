"""Articles, profiles, feeds and the rules for their values. Depends only on the standard library and `byline.errors`."""
