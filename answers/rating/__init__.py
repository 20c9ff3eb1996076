"""Recipients beside their peers: the index of a profile, the places it allows, what moved it, who differs."""
