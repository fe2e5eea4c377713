"""Reads exports of WordPress: WXR 1.0 to 1.2, which is RSS 2.0 with elements of WordPress."""
