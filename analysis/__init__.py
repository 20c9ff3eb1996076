"""Pure statistics on arrays and frames: documented formulas, no screens, no store."""
