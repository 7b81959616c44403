"""How many streams there are at once: each takes a thread of the server, and leaves all others to the pages."""

import threading

VIEWERS = 8
places = threading.BoundedSemaphore(VIEWERS)
