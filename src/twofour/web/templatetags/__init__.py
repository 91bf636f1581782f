"""Template tags: words in two languages, money, quantities, icons."""
