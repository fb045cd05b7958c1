"""What makes the disk image for macOS. Its authors have not run it: see ``disk_image.py``."""
