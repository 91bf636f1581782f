"""What Chatwoot exports."""
