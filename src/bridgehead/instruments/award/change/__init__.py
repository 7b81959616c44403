"""What would have to be otherwise for a refused claim."""
