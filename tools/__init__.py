"""House rules, checked by tools."""
