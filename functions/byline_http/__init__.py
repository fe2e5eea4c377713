"""Responds to HTTP requests from API Gateway. Based on Powertools."""
