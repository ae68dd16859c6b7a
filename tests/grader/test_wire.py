"""The messages between judge and worker: whole for the honest, harmless from anyone else."""

import io
import json
import pickle
import struct

import numpy as np
import pytest

from course.checking.plain import Opaque
from grader.sandbox import wire
from grader.sandbox.replies import as_reply


def through(message):
    data = wire.pack(message)
    text, body = wire.sizes(data[: wire.HEAD.size])
    rest = data[wire.HEAD.size :]
    assert len(rest) == text + body
    return wire.unpack(rest[:text], rest[text:])


def raw(text, *blobs):
    return text.encode(), b"".join(struct.pack(">I", len(blob)) + blob for blob in blobs)


def npy(array, **named):
    buffer = io.BytesIO()
    np.lib.format.write_array(buffer, array, **named)
    return buffer.getvalue()


@pytest.mark.parametrize(
    "value",
    [
        np.arange(6.0).reshape(2, 3),
        np.asfortranarray(np.arange(6).reshape(2, 3)),
        np.zeros((3, 0)),
        np.array(True),
        np.float32([1, np.nan, np.inf]),
    ],
)
def test_arrays_arrive_as_they_were(value):
    found = through({"value": value})["value"]
    assert found.dtype == value.dtype and found.shape == value.shape
    np.testing.assert_array_equal(found, value)


def test_plain_data_arrives_as_it_was():
    value = {"a": [1, 2.5, None, True, "text", [np.zeros(2).tolist()]], "kind": Opaque("set")}
    assert through(value) == value
    assert np.isnan(through({"x": float("nan")})["x"])


HEADER = b"{'descr': '<f8', 'fortran_order': False, 'shape': (1000000000000,), }"


def headed(head):
    return b"\x93NUMPY\x01\x00" + struct.pack("<H", len(head)) + head + bytes(8)


@pytest.mark.parametrize(
    ("text", "blobs"),
    [
        ("no json", ()),
        ('{"dict": 3}', ()),
        ('{"unknown": 3}', ()),
        ('{"array": 5}', ()),
        ('{"array": 0}', (b"not an array",)),
        ('{"array": 0}', (npy(np.array([{}], dtype=object), allow_pickle=True),)),
        ('{"array": 0}', (npy(np.array(["text"])),)),
        ('{"array": 0}', (npy(np.zeros(2, dtype=[("a", "f8")])),)),
        ('{"array": 0}', (npy(np.zeros(4))[:-3],)),
        ('{"array": 0}', (b"\x93NUMPY\x01\x00" + struct.pack("<H", len(HEADER)) + HEADER,)),
        ('{"array": 0}', (pickle.dumps(np.zeros(3)),)),
        ('[{"array": 0}, {"array": 0}]', (npy(np.zeros(4)),)),
        ('{"array": Infinity}', (npy(np.zeros(4)),)),
        ('{"array": 0}', (headed(b"(" * 40),)),
        ('{"array": 0}', (headed(b"'''abc"),)),
        ('{"array": 0}', (headed(b"a\n  b\n c"),)),
        ('{"array": 0}', (headed(b"{'descr': '(2,f8', 'fortran_order': False, 'shape': (1,)}"),)),
        ("[" * 100_000 + "]" * 100_000, ()),
        (json.dumps([[[0] * 400] * 400] * 4), ()),
    ],
)
def test_what_is_no_message_is_refused_and_never_run(text, blobs):
    with pytest.raises(wire.WireError):
        wire.unpack(*raw(text, *blobs))


def test_a_message_that_says_it_is_huge_is_not_read():
    with pytest.raises(wire.WireError):
        wire.sizes(wire.HEAD.pack(2**31, 2**31))
    with pytest.raises(wire.WireError):
        wire.sizes(wire.HEAD.pack(wire.JSON_AT_MOST + 1, 0))


def test_text_that_no_gradebook_can_hold_is_replaced():
    (text,) = wire.unpack(*raw(json.dumps(["\0\ud800"])))
    assert text == "\N{REPLACEMENT CHARACTER}?"


def test_a_number_of_many_digits_is_no_number():
    assert wire.unpack(*raw(f"[{10**400}]")) == [Opaque("a number beyond 64 bits")]


@pytest.mark.parametrize("message", [None, [], 3, "text"])
def test_a_reply_that_is_none_is_refused(message):
    with pytest.raises(wire.WireError):
        as_reply(message)


def test_a_kind_of_error_is_a_name_and_no_line_for_a_terminal():
    for kind in ("\x1b[2J", "two\nlines", "", 7):
        assert as_reply({"failure": {"kind": kind}}).failure.kind == "Error"


def test_fields_of_another_kind_are_left_out_of_a_reply():
    reply = as_reply(
        {"failure": {"kind": 3, "line": True}, "warnings": 7, "changed": [], "printed": 1}
    )
    assert reply.failure.kind == "Error" and reply.failure.line is None
    assert (reply.warnings, reply.changed, reply.printed) == ((), {}, "")
