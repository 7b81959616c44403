"""REST with OpenAPI, over the same actions and queries as the pages."""
