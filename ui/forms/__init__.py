"""Forms made from declarations: an editor per kind of field, and saving as it is typed."""
