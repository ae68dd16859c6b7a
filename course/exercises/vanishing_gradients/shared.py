"""What the exercises of lesson 06 share."""

LESSON = "06-vanishing-gradients"
