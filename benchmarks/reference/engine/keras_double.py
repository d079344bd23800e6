"""Keras in float64 throughout. Import this before Keras.

Keras's TensorFlow backend turns a Python number into float32 before it casts it to float64, so that Adam's 1 - 0.999 would
be off by 1e-5 of itself. Here such a number becomes float64 at once.
"""

import os

os.environ.setdefault("KERAS_BACKEND", "tensorflow")
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

import keras
import tensorflow as tf
from keras.src import ops

_cast = ops.cast


def _exact_cast(x, dtype):
    return tf.constant(x, dtype) if isinstance(x, (int, float)) else _cast(x, dtype)


ops.cast = _exact_cast
keras.backend.set_floatx("float64")
VERSIONS = {"keras": keras.__version__, "tensorflow": tf.__version__}
