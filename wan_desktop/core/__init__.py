"""What a job is and how it is driven: no Qt, no screen."""
