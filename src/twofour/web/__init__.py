"""The web application: one Django app in layers, the second door beside ``cli``."""
