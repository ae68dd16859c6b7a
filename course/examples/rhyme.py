"""The rhyme that networks learn to write, letter by letter."""

RHYME = "forward we guess, backward we learn;\neach weight takes its blame in turn."
"""Two lines, 73 characters, 24 different ones."""
