"""Images, sound and video as files and bytes: no Qt, no network."""
