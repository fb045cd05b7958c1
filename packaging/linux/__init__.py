"""Linux: its installers, and the trial of them in a clean Debian."""
