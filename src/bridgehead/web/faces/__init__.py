"""What all faces share: the frame of a page, its pieces, its words and its looks."""
