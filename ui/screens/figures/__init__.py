"""The year at a glance; every number opens its rows."""
