"""Documents as accounts: headings, paragraphs and lists that every format of exchange tells alike."""
