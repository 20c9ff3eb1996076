"""Parts of the screen of recipients: the league table, its lines of the last steps, profiles and their forms."""
