"""Who has what: what waits for review, the caseload of each person, trainings."""
