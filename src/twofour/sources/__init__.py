"""One folder per platform or format: raw exports to events and problems."""
