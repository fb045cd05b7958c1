"""The window's joint: builds the parts, connects them, and takes them down in order."""
