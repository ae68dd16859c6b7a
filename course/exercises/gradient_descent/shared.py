"""What the exercises of lesson 05 share."""

LESSON = "05-gradient-descent"
