"""What makes the installer for Windows. Its authors have not run it: see ``installer.py``."""
