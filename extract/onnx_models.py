"""Open trained networks and trees with ONNX Runtime: on one core, and telling nobody.

To change how they are run: the options in `open_model`.
"""

import os
from pathlib import Path

# Else ONNX Runtime, from 1.29 on, tells its makers of each model that is loaded. It looks here once,
# when it is first imported.
os.environ["ORT_DISABLE_TELEMETRY"] = "1"

import onnxruntime as ort
from onnxruntime import InferenceSession

__all__ = ["InferenceSession", "open_model"]


def open_model(source: Path | bytes) -> InferenceSession:
    """Return the model that `source` holds, a file or its content, ready to run."""
    ort.disable_telemetry_events()  # for a process that has imported it before us
    options = ort.SessionOptions()
    # One thread: steps so small gain nothing from two, and spinning threads halve the speed.
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = 3
    model = source if isinstance(source, bytes) else str(source)
    return InferenceSession(model, options, providers=["CPUExecutionProvider"])
