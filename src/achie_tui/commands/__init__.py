"""The commands: what the app knows and does, as plain text and JSON."""
