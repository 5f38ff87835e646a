"""Casefolio: a folder of YAML becomes print-ready PDFs."""

__version__ = "0.1.0"
