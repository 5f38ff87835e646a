"""Pages onto sheets: n-up and booklets, with tags, links and outline kept; `impose` says the way of a file."""
