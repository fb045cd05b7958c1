"""The screen: widgets, models and words. No network, no database, no coroutine."""
