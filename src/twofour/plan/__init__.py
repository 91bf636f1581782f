"""What-if: replays pay under figures that have not happened."""
