"""Sheet → pages → our own PDFs: fit, typeset, bind natively, finish."""
