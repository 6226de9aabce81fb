"""Reading a list of clients from a CSV file: table, columns, rows, and what to correct.

Nothing here knows the database: the register's verbs take the ClientDetails of the rows.
"""

from facturelite.clients.importing.columns import (
    FIELDS,
    ColumnMapping,
    WrongMapping,
    checked_mapping,
    recognise,
)
from facturelite.clients.importing.delays import read_payment_term
from facturelite.clients.importing.rows import ImportedRow, read_rows, refused_csv
from facturelite.clients.importing.tables import Table, TableRow, UnreadableTable, read_table

__all__ = [
    "FIELDS",
    "ColumnMapping",
    "ImportedRow",
    "Table",
    "TableRow",
    "UnreadableTable",
    "WrongMapping",
    "checked_mapping",
    "read_payment_term",
    "read_rows",
    "read_table",
    "recognise",
    "refused_csv",
]
