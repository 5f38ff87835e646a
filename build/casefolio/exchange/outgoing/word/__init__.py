"""The account as a Word document (Office Open XML, ISO/IEC 29500-1): what a recruiter opens, edits and forwards."""
