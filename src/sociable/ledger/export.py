"""The journal as Parquet, by windows: memory does not grow with it."""

import json
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from sociable.ledger.acts import START, Position, between, settled, windows
from sociable.ledger.models import Activity

WINDOW = 50_000

SCHEMA = pa.schema(
    [
        ("id", pa.int64()),
        ("actor", pa.int64()),
        ("verb", pa.string()),
        ("thing", pa.int64()),
        ("version", pa.int64()),
        ("public", pa.int64()),
        ("at", pa.timestamp("us", tz="UTC")),
        ("detail", pa.string()),
    ]
)
COLUMNS = ("id", "actor_id", "verb", "thing_id", "version_id", "public_id", "at", "detail")


def export(file: Path) -> int:
    """Writes the settled acts to `file` (whole, or not at all) in their order. Returns how many."""
    file.parent.mkdir(parents=True, exist_ok=True)
    unfinished = file.with_name(f".{file.name}.unfinished")
    count = 0
    with pq.ParquetWriter(unfinished, SCHEMA, compression="zstd") as writer:
        for after, upto in windows(START, settled(), WINDOW):
            table = acts_table(after, upto)
            writer.write_table(table)
            count += table.num_rows
    unfinished.replace(file)
    return count


def acts_table(after: Position, upto: Position) -> pa.Table:
    range_, parameters = between(after, upto)
    acts = Activity.objects.extra(where=[range_], params=parameters)  # noqa: S610 (no value of a user's)
    rows = acts.order_by("xid", "id").values_list(*COLUMNS)
    columns = list(zip(*rows, strict=True)) or [()] * len(COLUMNS)
    columns[-1] = tuple(json.dumps(detail, sort_keys=True) for detail in columns[-1])
    return pa.Table.from_arrays(
        [pa.array(column, field.type) for column, field in zip(columns, SCHEMA, strict=True)], schema=SCHEMA
    )
