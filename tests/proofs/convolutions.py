"""The names of the sheet on one-dimensional convolutions, and operators that it does not mean."""

from __future__ import annotations

from typing import Any

from symderive import convolve, correlate, function, index, vector
from tests.proofs.families import Families

NAME = "convolution_1d"
SHEET: Any = Families(NAME).sheet()
d, k1, k2, FITS, FITS_ONCE = SHEET.d, SHEET.k1, SHEET.k2, SHEET.FITS, SHEET.FITS_ONCE
h_length, a_length, h_full, a_full = SHEET.h_length, SHEET.a_length, SHEET.h_full, SHEET.a_full

# Of the input and the kernels, and of the valid part: h, a, rows i, columns n, kernel places j.
INPUT, FIRST_KERNEL, KERNEL, KERNEL_PLACE = vector(d), vector(k1), vector(k2), index(k2)
HIDDEN, OUTPUT, ROW, COLUMN = vector(h_length), vector(a_length), index(a_length), index(h_length)
LOSS = function(of=vector(a_length))

# The same of the full part.
LONG_HIDDEN, LONG_OUTPUT = vector(h_full), vector(a_full)
LONG_ROW, LONG_COLUMN = index(a_full), index(h_full)
LONG_LOSS = function(of=vector(a_full))
LOSS_OF_HIDDEN = function(of=vector(h_length))


def full(values: Any, kernel: Any) -> Any:
    """The convolution in which one entry may be enough for kernel and input to meet."""
    return correlate(values, kernel, mode="full")


def flipping(values: Any, kernel: Any) -> Any:
    """The valid convolution with the kernel flipped."""
    return convolve(values, kernel, mode="valid")


def full_flipping(values: Any, kernel: Any) -> Any:
    """The full convolution with the kernel flipped."""
    return convolve(values, kernel, mode="full")


def exchanged(values: Any, kernel: Any) -> Any:
    """The full convolution with its arguments exchanged."""
    return correlate(kernel, values, mode="full")


def rising(values: Any, kernel: Any, start: Any, count: Any) -> tuple[Any, ...]:
    """The terms of a row: values from a place on, times the kernel, which has so many entries."""
    return (
        values[start] * kernel[1],
        values[start + 1] * kernel[2],
        ...,
        values[start + count - 1] * kernel[count],
    )
