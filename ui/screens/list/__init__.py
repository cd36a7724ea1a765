"""Lists of records: any length, sorted and filtered in the store."""
