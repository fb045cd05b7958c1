"""Wan Desktop: turn an image into a video with the cloud service "Wan 2.6 image to video"."""

__version__ = "0.1.0"
