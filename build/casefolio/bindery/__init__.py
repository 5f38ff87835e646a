"""The bindery: finished PDFs examined, verified, bound together, imposed and put in their place."""
