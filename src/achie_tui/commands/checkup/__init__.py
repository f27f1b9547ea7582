"""What `achie-tui doctor` looks at, a module for each part."""
