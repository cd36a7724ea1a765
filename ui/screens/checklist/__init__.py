"""The place of checklists: those installed, the import of a workbook, the preview, and handing one in."""
