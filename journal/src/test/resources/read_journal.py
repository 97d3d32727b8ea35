"""Reads an Alidade journal by journal/FORMAT.md: python3 read_journal.py ROOT [SEQUENCE]

Prints "session ID STATE RECORDS" for each session, then "SEQUENCE TIME MARKS LENGTH CRC" for each of
its records. With a SEQUENCE it begins there, by way of the index, in the session that holds it.
"""

import os
import re
import struct
import sys

TABLE = []
for i in range(256):
    for _ in range(8):
        i = i >> 1 ^ (0x82F63B78 if i & 1 else 0)
    TABLE.append(i)


def crc32c(data):
    crc = 0xFFFFFFFF
    for byte in data:
        crc = crc >> 8 ^ TABLE[(crc ^ byte) & 0xFF]
    return crc ^ 0xFFFFFFFF


def read(*path):
    with open(os.path.join(*path), "rb") as file:
        return file.read()


def pairs(data):
    body, mark, crc = data.rpartition(b"crc=")
    if not mark or crc != b"%08x\n" % crc32c(body):
        raise ValueError("a text file's CRC does not match")
    return dict(line.split("=", 1) for line in body.decode().splitlines())


def gaps(text):
    return {int(a): int(b) for a, b in (gap.split("-") for gap in text.split(",") if gap)}


def record(data, position, expected, missing):
    """The record in the message at this position, checked."""
    (word,) = struct.unpack_from("<I", data, position)
    body = data[position + 4 : position + 4 + word]
    magic, crc, length, marks, sequence, time = struct.unpack_from("<4sIIIqq", body)
    if magic != b"ALD\x01" or length != word or crc != crc32c(body[8:]):
        raise ValueError("no sound record at %d" % position)
    if expected is not None and sequence != expected and sequence != missing.get(expected, -2) + 1:
        raise ValueError("record %d instead of %d" % (sequence, expected))
    return sequence, time, marks, length, crc, body


def records(data, position, missing):
    expected = None
    while position + 4 <= len(data):
        (word,) = struct.unpack_from("<I", data, position)
        if word == 0 or word & 0x80000000:
            return
        length = word & 0x3FFFFFFF
        if not word & 0x40000000:
            found = record(data, position, expected, missing)
            expected = found[0] + 1
            yield found
        position += 4 + length + -length % 4


def place(index, data, sequence):
    """Position of the last entry up to a sequence whose record checks out."""
    best = 0
    for at in range(48, len(index) - 47, 48):
        slot = index[at : at + 48]
        if struct.unpack_from("<I", slot, 44)[0] != crc32c(slot[:44]):
            continue
        first, _, position = struct.unpack_from("<qqq", slot)
        if first <= sequence and record(data, position, first, {}):
            best = position
    return best


def main(root, sequence=None):
    pairs(read(root, "journal"))
    names = [n for n in os.listdir(root) if re.fullmatch(r"\d{8}T\d{6}\.\d{3}Z-\d{6,18}", n)]
    for name in sorted(names, key=lambda n: int(n.split("-")[1])):
        manifest = pairs(read(root, name, "manifest"))
        ended = manifest["state"] != "open"
        if sequence and not (
            int(manifest["firstSequence"]) <= sequence <= int(manifest.get("lastSequence", 0))
        ):
            continue
        print("session", name, manifest["state"], manifest.get("records", "?"))
        files = [f for f in os.listdir(os.path.join(root, name)) if f.endswith(".cq4")]
        data = read(root, name, files[0]) if files else b""
        start = place(read(root, name, "index"), data, sequence) if sequence else 0
        count = 0
        rolling = b""
        for found in records(data, start, gaps(manifest.get("gaps", ""))):
            if ended and count == int(manifest["records"]):
                break
            count += 1
            rolling += struct.pack("<I", found[4])
            if not sequence or found[0] >= sequence:
                print("%d %d %d %d %08x" % found[:5])
        if ended and not sequence:
            assert count == int(manifest["records"]), "records"
            assert "%08x" % crc32c(rolling) == manifest["rollingCrc"], "rolling CRC"


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else None)
