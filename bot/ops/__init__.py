"""What keeps the process well on its machine: the lock, health, backups."""
