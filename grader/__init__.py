"""What an instructor and a maintainer run: building, grading, the course's own command."""
