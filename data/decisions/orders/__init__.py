"""Orders: given by people, finished or withdrawn by people, overdue by the calendar alone."""
