"""Talking to the site: one client, one place for its rules."""
