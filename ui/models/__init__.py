"""What the views of Qt read from: pages of a list, fetched as they are seen."""
