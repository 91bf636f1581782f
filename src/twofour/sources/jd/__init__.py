"""What JD exports."""
