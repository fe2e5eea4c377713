"""Shows articles as feeds and a page would show them, without storing anything."""
