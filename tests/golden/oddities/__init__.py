"""Workbooks with everything odd in them, saved by LibreOffice as .xls and .ods (``make_workbooks``)."""
