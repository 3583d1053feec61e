"""Pictures of the page: kept as small files, compared with what is seen now, with what differs drawn for people."""

import os
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import cast

import numpy as np
from PIL import Image, ImageDraw, ImageFilter

from local.places import ROOT

STATES = Path(__file__).parent / "pictures"
PAGES = ROOT / "docs" / "img" / "pages"
DIFFERENT = ROOT / ".local" / "pictures"
RENEW = os.environ.get("CALLCARD_PICTURES") == "renew"
EXACT, OTHERS = 32, 64  # colours: those of grounds and lines are kept as they are, those of letters' edges nearly
TILE = 12  # pixels: the size of an icon or of three letters
# Of 255, the mean of a tile after a light blur: other smoothing of letters stays below, a thing moved by 3 pixels not.
LIMIT = 14.0

type Box = tuple[int, int, int, int]


@dataclass(frozen=True, slots=True)
class Picture:
    """What a view looked like when somebody last said that it looks right."""

    name: str
    documented: bool = False

    @property
    def file(self) -> Path:
        """Where it is kept; the pages' own are the documentation's as well, so that these cannot grow old."""
        return (PAGES if self.documented else STATES) / f"{self.name}.png"

    def keep(self, seen: bytes) -> None:
        """Say that what is seen looks right."""
        self.file.parent.mkdir(parents=True, exist_ok=True)
        reduced(read(seen)).save(self.file, optimize=True)

    def compare(self, seen: bytes) -> list[Box]:
        """Find where what is seen differs; what differs is drawn into a file of its own."""
        if not self.file.exists():
            raise AssertionError(f"{self.file.name} has no picture yet: look at the page, then `make pictures`")
        before, now = read(self.file.read_bytes()), read(seen)
        found = differences(before, now)
        if found:
            DIFFERENT.mkdir(parents=True, exist_ok=True)
            drawn(before, now, found).save(DIFFERENT / self.file.name)
        return found


def read(content: bytes) -> Image.Image:
    """Read a picture in full colours."""
    return Image.open(BytesIO(content)).convert("RGB")


def reduced(picture: Image.Image) -> Image.Image:
    """Give the picture in few colours, the most frequent of them unchanged."""
    counted = sorted(picture.getcolors(picture.width * picture.height) or [], reverse=True)
    exact = [part for _, colour in counted[:EXACT] for part in cast(tuple[int, int, int], colour)]
    others = picture.quantize(OTHERS, Image.Quantize.MAXCOVERAGE).getpalette() or []
    palette = Image.new("P", (1, 1))
    palette.putpalette((exact + others)[: 3 * 256])
    return picture.quantize(palette=palette, dither=Image.Dither.NONE)


def differences(before: Image.Image, now: Image.Image) -> list[Box]:
    """Find the tiles that differ; a picture of another size differs everywhere."""
    if before.size != now.size:
        return [(0, 0, *now.size)]
    apart = np.abs(soft(before) - soft(now)).max(axis=2)
    rows, columns = -(-apart.shape[0] // TILE), -(-apart.shape[1] // TILE)
    padded = np.zeros((rows * TILE, columns * TILE))
    padded[: apart.shape[0], : apart.shape[1]] = apart
    means = padded.reshape(rows, TILE, columns, TILE).mean(axis=(1, 3))
    return [(x * TILE, y * TILE, (x + 1) * TILE, (y + 1) * TILE) for y, x in np.argwhere(means > LIMIT).tolist()]


def soft(picture: Image.Image) -> "np.ndarray[tuple[int, ...], np.dtype[np.float32]]":
    """Give the picture's figures after a light blur, which hides how letters were smoothed."""
    return np.asarray(picture.filter(ImageFilter.BoxBlur(1)), dtype=np.float32)


def drawn(before: Image.Image, now: Image.Image, found: list[Box]) -> Image.Image:
    """Put both beside each other, with frames round what differs."""
    both = Image.new("RGB", (before.width + now.width + TILE, max(before.height, now.height)))
    both.paste(before, (0, 0))
    both.paste(now, (before.width + TILE, 0))
    pen = ImageDraw.Draw(both)
    for left, top, right, bottom in found:
        for shift in (0, before.width + TILE):
            pen.rectangle((left + shift, top, right + shift, bottom), outline=(255, 0, 0))
    return both
