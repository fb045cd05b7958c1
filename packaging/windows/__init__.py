"""What makes the installer for Windows. Not run on a real Windows: see ``installer.py``."""
