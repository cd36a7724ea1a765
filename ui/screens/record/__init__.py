"""The page of one record, of any type, and the short forms that begin one.

Two places, neither of them in the rail:

* ``desk.open("record", record_type="arrest", record_id="…")`` opens the page of a record; ``focus="place"`` puts the
  keyboard into that field. Without ``record_id`` the page is blank and the first edit makes the record; any further
  parameter names a field and what it holds to begin with (``operation="…"``).
* ``desk.open("capture", record_type="recovery", operation="…")`` opens the short form of a type.
"""
