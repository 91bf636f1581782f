"""A synthetic shop, made from a seed and labelled as such."""
