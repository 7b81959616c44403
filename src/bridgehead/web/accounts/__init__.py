"""Who signs in: users with roles and units."""
