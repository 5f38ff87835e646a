"""Model × target → Sheet: selection, order, labels, inline markup, templates."""
