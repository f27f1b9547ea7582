"""An article as text, Markdown and HTML, and as a reference that cites it."""
