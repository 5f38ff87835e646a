"""Many PDFs into one, their tags, links, outlines and labels kept; `merge` says the way of a part."""
