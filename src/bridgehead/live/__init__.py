"""Operations that run live: links to what measures them, and the watch that records and tells. The only async part."""
