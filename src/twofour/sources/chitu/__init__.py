"""赤兔 (Chitu): performance and duty sheets."""
