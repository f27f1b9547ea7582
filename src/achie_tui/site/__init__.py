"""All that is known of the site: its profile, its addresses, its categories. No input or output."""
