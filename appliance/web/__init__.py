"""The till over HTTP and Socket.IO: parses intents at the edge, knows nothing of journals or devices."""
