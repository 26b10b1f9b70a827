"""This module keeps the anchors of the pages at which a fragment points: a site has many more of them than it needs."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from auditor.model.tables import ANCHORS, LINKS
from auditor.snapshot.schema import arrow_schema
from auditor.snapshot.table_file import Ranks, TableFile

Pointed = npt.NDArray[np.bool_]  # by the number of an address


class LinksFile(TableFile):
    """The file of the links, which notes in ``pointed`` at which pages a fragment points."""

    def __init__(self, folder: Path, ranks: Ranks, pointed: Pointed) -> None:
        super().__init__(LINKS, folder, ranks)
        self._pointed = pointed

    def add_piece(self, piece: pa.RecordBatch) -> None:
        """Add rows as columns."""
        pointing = pc.fill_null(pc.not_equal(piece.column("fragment"), ""), fill_value=False)
        targets = piece.column("target_id").filter(pointing).drop_null()
        self._pointed[targets.to_numpy(zero_copy_only=False)] = True
        super().add_piece(piece)


class AnchorsFile(TableFile):
    """The file of the anchors; they are laid aside on the disk until, with the last link, it is known which are needed."""

    def __init__(self, folder: Path, ranks: Ranks, pointed: Pointed) -> None:
        super().__init__(ANCHORS, folder, ranks)
        self._pointed = pointed
        self._aside = folder / "anchors.arrow.sealing"
        self._laid = pa.ipc.new_stream(self._aside, arrow_schema(ANCHORS))

    def add_piece(self, piece: pa.RecordBatch) -> None:
        """Lay rows aside."""
        self._laid.write_batch(piece)

    def close(self) -> int:
        """Write the anchors that are needed; the file of the links is closed before."""
        self.end_piece()
        self._laid.close()
        with pa.ipc.open_stream(self._aside) as pieces:
            for piece in pieces:
                needed = self._pointed[piece.column("page_id").to_numpy()]
                super().add_piece(piece.filter(pa.array(needed)))
        self._aside.unlink()
        return super().close()
