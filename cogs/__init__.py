"""What members type and press: each cog translates one feature and decides nothing."""
