"""Nothing is lost: backups of a live data folder, their restoring, and the mending of what is damaged."""
