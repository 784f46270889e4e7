"""A sheet to draw on, measured in the pixels of a picture that is shown 400 wide.

It brings its own background, because Discord is dark for some and light for others, and its own
font; no style file of the machine changes it, so the same strokes always give the same bytes.
Importing this imports the drawing library.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path
from typing import Literal

import matplotlib as mpl
from matplotlib.artist import Artist
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.lines import Line2D
from matplotlib.text import Text
from matplotlib.transforms import Affine2D

WIDTH = 400
#: How many times as many pixels are drawn: phones show two or three for one.
SCALE = 2.5
#: One of our pixels in points, at 100 to the inch.
PX = 0.72

PAPER, INK, QUIET, FAINT = "#20252d", "#f2f4f6", "#b3bcc6", "#434d59"

Point = tuple[float, float]

mpl.rcdefaults()
_FONTS = Path(mpl.get_data_path(), "fonts", "ttf")


class Paper:
    """Its origin is the upper left corner. ``layer``: the higher covers the lower.

    Strokes stand on the figure itself, with no axes between: axes bring thousands of objects that
    refer to each other, and collecting those holds up the whole process.
    """

    def __init__(self, height: int) -> None:
        self._figure = Figure((WIDTH / 100, height / 100), dpi=100 * SCALE, facecolor=PAPER)
        FigureCanvasAgg(self._figure)
        self._ours = Affine2D().scale(SCALE, -SCALE).translate(0, height * SCALE)

    def line(
        self,
        points: Sequence[Point],
        colour: str,
        width: float,
        *,
        dashed: bool = False,
        layer: int = 1,
    ) -> None:
        """A line through the points; it breaks where one of them is not a number."""
        across, down = zip(*points, strict=True)
        self._add(
            Line2D(
                across,
                down,
                color=colour,
                linewidth=width * PX,
                linestyle=(0, (2, 2)) if dashed else "-",
                solid_capstyle="butt",
            ),
            layer,
        )

    def marks(
        self, points: Sequence[Point], shape: str, colour: str, size: float, *, layer: int = 1
    ) -> None:
        """A mark on each point, set off from what it covers."""
        across, down = zip(*points, strict=True)
        self._add(
            Line2D(
                across,
                down,
                linestyle="none",
                marker=shape,
                color=colour,
                markersize=size * PX,
                markeredgecolor=PAPER,
                markeredgewidth=PX / 2,
            ),
            layer,
        )

    def text(
        self,
        at: Point,
        text: str,
        size: float,
        *,
        colour: str = INK,
        bold: bool = False,
        side: Literal["left", "center", "right"] = "left",
        layer: int = 4,
    ) -> float:
        """Words that begin, are centred or end at a point; how wide they came out."""
        font = _FONTS / ("DejaVuSans-Bold.ttf" if bold else "DejaVuSans.ttf")
        written = Text(
            *at,
            text,
            color=colour,
            fontproperties=FontProperties(fname=str(font), size=size * PX),
            horizontalalignment=side,
            verticalalignment="center_baseline",
            parse_math=False,
        )
        self._add(written, layer)
        return float(written.get_window_extent().width) / SCALE

    def png(self) -> bytes:
        """The sheet, as a PNG without a word about how it was made."""
        buffer = io.BytesIO()
        self._figure.savefig(buffer, format="png", metadata={"Software": None})
        return buffer.getvalue()

    def _add(self, stroke: Artist, layer: int) -> None:
        stroke.set_zorder(layer)
        stroke.set_transform(self._ours)
        self._figure.add_artist(stroke)
