"""Boosted trees as ONNX: what a trained ranker is at run time, without scikit-learn.

To change how trees are trained: extract/relations/boosting.py.
"""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import onnxruntime as ort

from extract.relations.arrays import Floats


@dataclass(frozen=True, slots=True, eq=False)
class Forest:
    """Trees over rows of features."""

    session: ort.InferenceSession

    def odds(self, rows: Floats) -> Floats:
        """Return the log-odds of each of `rows` (n, features) as an array (n,)."""
        return np.asarray(self.session.run(["odds"], {"rows": rows})[0]).reshape(len(rows))


def load_forest(source: Path | bytes) -> Forest:
    """Return the forest that `source` holds, a file or its content."""
    options = ort.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = 3
    model = source if isinstance(source, bytes) else str(source)
    return Forest(ort.InferenceSession(model, options, providers=["CPUExecutionProvider"]))
