"""A running questionnaire: one class per kind of question, rows around them, rows that repeat, and the form as pages."""
