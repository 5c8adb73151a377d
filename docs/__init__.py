"""Pages about symderive, and the programs that write two of them: reference.md and tour.html."""
