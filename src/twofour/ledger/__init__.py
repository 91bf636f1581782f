"""What was earned, became payable and was paid: periods with states, adjustments, holds; nothing rewritten."""
