"""«Проблема»: one picture of one problem."""
