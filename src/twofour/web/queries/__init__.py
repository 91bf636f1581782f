"""What the pages read from the database, one file per subject."""
