"""The class around the judge: what a learning platform gives out, and what it wants back."""
