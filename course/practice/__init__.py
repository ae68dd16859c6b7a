"""Practising the cards of all lessons: a deck that knows what to repeat today, and a game."""

from course.practice.deck import deck
from course.practice.memory import memory_game

__all__ = ["deck", "memory_game"]
