"""The only door from the web room to the computing rooms: one file per subject, plain data across it."""
