"""The built-in service: the same wire as the real one, rendered on this computer."""
