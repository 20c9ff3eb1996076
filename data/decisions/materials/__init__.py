"""Materials for the regional centre: sets of tables (`profile`), those of the installation, and what was sent."""
