"""What any PDF is, whoever made it: facts, and the faults that can be seen without a full checker."""
