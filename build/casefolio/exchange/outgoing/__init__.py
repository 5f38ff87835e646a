"""Documents in formats other than PDF: text, Markdown, HTML, Word. Each tells the same account."""
