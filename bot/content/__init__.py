"""Cards and prompts, in files a clinic may edit."""
