"""Which characters the bytes of a text file mean."""

import codecs
from typing import BinaryIO

CHUNK = 1 << 20
SAMPLE = 1 << 16
ASCII = bytes(range(128))
MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
# what Russian programs wrote before UTF-8, the commonest first
OLDER = ("cp1251", "cp866", "koi8-r")
FREQUENT = frozenset("оеаинтсрвлкмдпу")
DAMAGE = 20  # one character in so many may be broken in a file that is UTF-8 all the same


def encoding_of(stream: BinaryIO) -> str:
    """Tell a file's encoding: by its mark, else UTF-8 where it is that, else the older one that reads as Russian."""
    stream.seek(0)
    sample = stream.read(SAMPLE)
    for mark, name in MARKS:
        if sample.startswith(mark):
            return name
    if unmarked := _utf16(sample):
        return unmarked
    return "utf-8" if _is_utf8(stream) else max(OLDER, key=lambda name: _russian(sample.decode(name, "replace")))


def _utf16(sample: bytes) -> str:
    """Tell UTF-16 without a mark by the empty halves of its ASCII characters."""
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    if max(even, odd) * 8 < len(sample) or min(even, odd) * 8 > max(even, odd):
        return ""
    return "utf-16-be" if even > odd else "utf-16-le"


def _is_utf8(stream: BinaryIO) -> bool:
    """Read it all: a list may begin with a thousand rows of plain ASCII."""
    stream.seek(0)
    decoder = codecs.getincrementaldecoder("utf-8")("replace")
    wide = broken = 0
    while chunk := stream.read(CHUNK):
        wide += len(chunk.translate(None, ASCII))
        broken += decoder.decode(chunk).count("\ufffd")
    broken += decoder.decode(b"", True).count("\ufffd")
    return broken * DAMAGE <= wide


def _russian(text: str) -> int:
    return sum(char in FREQUENT for char in text)
