"""What LibreOffice says of filled workbooks: needs the program; ``.ci/full`` installs it."""
