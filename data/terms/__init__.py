"""Terms by law: the working calendar, the dated rules, the due dates they give."""
