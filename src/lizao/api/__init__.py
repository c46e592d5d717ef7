"""The door for programs, and for the page: HTTP and one WebSocket over the functions of ``app``."""
