"""A running questionnaire: a class per kind of question, rows around them, rows that repeat, the form as pages."""
