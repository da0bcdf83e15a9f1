"""What a process settles before anything heavy is loaded."""

import os
import subprocess
import sys

import pytest

LOOK = "import config, os, sys; print(os.environ['OPENBLAS_NUM_THREADS'], 'numpy' in sys.modules)"


@pytest.mark.parametrize(("given", "stands"), [({}, "1 False\n"), ({"OPENBLAS_NUM_THREADS": "2"}, "2 False\n")])
def test_numpy_gets_one_thread_unless_told_otherwise(given, stands):
    inherited = {name: value for name, value in os.environ.items() if name != "OPENBLAS_NUM_THREADS"}
    done = subprocess.run([sys.executable, "-c", LOOK], env=inherited | given, capture_output=True, text=True)
    assert (done.stdout, done.stderr) == (stands, "")
