"""The settings of the service, from the environment and from files in its home."""
