"""The messages between the judge and a worker: JSON with arrays as .npy, nothing else.

A worker is not trusted: what it sends is taken apart here, with a cap on every
size, and nothing of it is ever run or unpickled.
"""

import io
import json
import math
import struct
from collections.abc import Mapping
from functools import lru_cache
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from course.checking.plain import Opaque

FRAME_AT_MOST = 32 * 2**20
JSON_AT_MOST = 4 * 2**20
TEXT_AT_MOST = 50_000
DEPTH_AT_MOST = 32
ITEMS_AT_MOST = 200_000
BLOBS_AT_MOST = 20_000
NPY_1 = b"\x93NUMPY\x01\x00"
NPY_HEAD_AT_MOST = 4096
HEAD = struct.Struct(">II")
Array = NDArray[Any]
Plain: TypeAlias = (
    "None | bool | int | float | str | Opaque | Array | list[Plain] | dict[str, Plain]"
)


class WireError(Exception):
    """A message that is not what was agreed."""


def pack(message: Mapping[str, Any]) -> bytes:
    """Return a message as bytes: length of the JSON, length of the arrays, both.

    message: a dictionary of plain data.
    """
    blobs: list[bytes] = []
    text = json.dumps(_encode(message, blobs)).encode()
    body = b"".join(struct.pack(">I", len(blob)) + blob for blob in blobs)
    return HEAD.pack(len(text), len(body)) + text + body


def _encode(value: Any, blobs: list[bytes]) -> Any:
    if isinstance(value, np.ndarray):
        return {"array": _add_array(value, blobs)}
    if isinstance(value, Opaque):
        return {"opaque": str(value.kind)[:200]}
    if isinstance(value, (list, tuple)):
        return [_encode(item, blobs) for item in value]
    if isinstance(value, dict):
        return {"dict": [[key, _encode(item, blobs)] for key, item in value.items()]}
    return value


def _add_array(array: Array, blobs: list[bytes]) -> int:
    if array.dtype.hasobject:
        raise WireError("an array of objects")
    fortran = array.flags.f_contiguous and not array.flags.c_contiguous
    head = _npy_head(array.dtype.str, fortran, array.shape)
    blobs.append(head + array.tobytes("F" if fortran else "C"))
    return len(blobs) - 1


@lru_cache(maxsize=1024)
def _npy_head(dtype: str, fortran: bool, shape: tuple[int, ...]) -> bytes:
    """Return the beginning of a .npy file; most arrays of a class have one of few shapes."""
    buffer = io.BytesIO()
    fields = {"descr": dtype, "fortran_order": fortran, "shape": shape}
    np.lib.format.write_array_header_1_0(buffer, fields)
    return buffer.getvalue()


def sizes(head: bytes) -> tuple[int, int]:
    """Return (bytes of JSON, bytes of arrays) that a message's head announces.

    Raises WireError where that is more than a message may have.
    """
    text: int
    body: int
    text, body = HEAD.unpack(head)
    if text + body > FRAME_AT_MOST or text > JSON_AT_MOST:
        raise WireError(f"a message of {(text + body) >> 20} MB")
    return text, body


def unpack(text: bytes, body: bytes) -> Plain:
    """Return the message that a worker sent, as plain data of limited size.

    Raises WireError for whatever else was sent.
    """
    try:
        return _decode(json.loads(text), _blobs(body), _Budget())
    except Exception as error:  # json, tokenize and ast each have errors of their own
        raise WireError(f"a message that cannot be read ({type(error).__name__})") from None


class _Budget:
    """How many values one message may still hold."""

    def __init__(self) -> None:
        self.left = ITEMS_AT_MOST

    def take(self) -> None:
        self.left -= 1
        if self.left < 0:
            raise ValueError("too many values")


def _blobs(body: bytes) -> list[bytes | None]:
    blobs: list[bytes | None] = []
    at = 0
    while at < len(body):
        (size,) = struct.unpack_from(">I", body, at)
        blobs.append(body[at + 4 : at + 4 + size])
        at += 4 + size
        if len(blobs) > BLOBS_AT_MOST:
            raise ValueError("too many arrays")
    return blobs


def _decode(value: Any, blobs: list[bytes | None], budget: _Budget, depth: int = 0) -> Plain:
    budget.take()
    if depth > DEPTH_AT_MOST:
        raise ValueError("nested too deep")
    if isinstance(value, list):
        return [_decode(item, blobs, budget, depth + 1) for item in value]
    if isinstance(value, dict):
        return _decode_tagged(value, blobs, budget, depth)
    return _decode_single(value)


def _decode_tagged(
    value: dict[str, Any], blobs: list[bytes | None], budget: _Budget, depth: int
) -> Plain:
    ((tag, content),) = value.items()
    if tag == "array":
        blob, blobs[content] = blobs[content], None  # once: a copy costs memory
        return _array(blob)
    if tag == "opaque":
        return Opaque(clean(str(content))[:200])
    if tag != "dict":
        raise ValueError(tag)
    return {_key(key): _decode(item, blobs, budget, depth + 1) for key, item in content}


def _key(key: Any) -> Any:
    if not isinstance(key, (str, int)):
        raise ValueError("a key that is no text")
    return _decode_single(key)


def _decode_single(value: Any) -> Plain:
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, int) and not isinstance(value, bool) and abs(value) >= 2**63:
        return Opaque("a number beyond 64 bits")
    plain: Plain = value  # json gives nothing else
    return plain


def clean(text: str) -> str:
    """Return a worker's text with what no file or gradebook can hold replaced, cut at a cap."""
    text = text[:TEXT_AT_MOST].replace("\0", "\N{REPLACEMENT CHARACTER}")
    return text.encode("utf-8", "replace").decode("utf-8")


def _array(blob: bytes | None) -> Array:
    """Return a .npy file's array of numbers; its bytes must be as many as its shape says."""
    if blob is None or blob[:8] != NPY_1:
        raise ValueError("no .npy file of version 1.0")
    (length,) = struct.unpack_from("<H", blob, 8)
    shape, fortran, dtype = _fields(blob[: min(10 + length, NPY_HEAD_AT_MOST)])
    data = blob[10 + length :]
    if math.prod(shape) * dtype.itemsize != len(data):
        raise ValueError("an array of another size than it says")
    array = np.frombuffer(data, dtype).reshape(shape, order="F" if fortran else "C")
    return array.astype(np.float64 if dtype.itemsize > 8 else dtype.newbyteorder("="))


@lru_cache(maxsize=1024)
def _fields(head: bytes) -> tuple[tuple[int, ...], bool, np.dtype[Any]]:
    """Return (shape, whether in Fortran's order, dtype) of a .npy file's beginning."""
    buffer = io.BytesIO(head[8:])
    shape, fortran, dtype = np.lib.format.read_array_header_1_0(buffer, NPY_HEAD_AT_MOST)
    sane = len(shape) <= 32 and min(shape, default=0) >= 0
    if not sane or dtype.kind not in "biuf" or dtype.itemsize > 16:
        raise ValueError("not an array of numbers")
    return shape, fortran, dtype
