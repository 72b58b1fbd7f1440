"""The learned layer: characters and what is known of them → names with their types."""

import os

# Else ONNX Runtime, from 1.29 on, tells its makers of each model that is loaded. It looks here once,
# when it is first imported.
os.environ["ORT_DISABLE_TELEMETRY"] = "1"
