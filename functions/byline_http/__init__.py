"""HTTP requests to the functions, as API Gateway sends them, and the responses to them. Knows Powertools."""
