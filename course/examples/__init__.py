"""What the lessons show: a house, cats and dogs, data, and landscapes to walk on."""
