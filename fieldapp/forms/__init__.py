"""Checklists: an agency's own questionnaires, written as XLSForm, run here as XForms, in pure Python.

``xpath`` evaluates expressions, ``xform_reader`` reads a form, ``form_session`` runs it; ``xlsform_import`` turns a
workbook into a signed, versioned ``package``, and ``lint`` says what is wrong with it by sheet, row and column.
"""
