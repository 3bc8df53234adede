#!/usr/bin/python3
"""Draws docs/images/measurement.svg: the figures of one lesion on its voxel grid.

    docs/images/measurement.py > docs/images/measurement.svg

The ellipse is digitised here and measured by the rules of docs/measurement-definitions.md.
"""
import itertools
import math

A, B, ANGLE = 7.8, 4.4, math.radians(-27)  # half axes in pixels
CENTRE = (9.2, 7.9)
COLUMNS, ROWS = 20, 18
PIXEL = 25  # drawn size
STYLE = """
  text { font: 13px sans-serif; fill: #24292f }
  .title { font-weight: bold }
  .small { font-size: 12px }
  .grid { stroke: #d0d7de; stroke-width: 1; fill: none }
  .voxel { fill: #9aa7b4; fill-opacity: .35; stroke: #d0d7de }
  .point { fill: #57606a }
  .body { fill: none; stroke: #57606a; stroke-dasharray: 2 3 }
  .thin { stroke-width: .8; fill: none }
  .line { stroke-width: 2.4; fill: none }
  circle.centre { fill: #0969da } circle.edge { fill: #bc4c00 } circle.space { fill: #8250df }
  .centre { stroke: #0969da } text.centre { stroke: none; fill: #0969da }
  .calibrated { stroke: #1a7f37 } text.calibrated { stroke: none; fill: #1a7f37 }
  .edge { stroke: #bc4c00 } text.edge { stroke: none; fill: #bc4c00 }
  .space { stroke: #8250df } text.space { stroke: none; fill: #8250df }
  @media (prefers-color-scheme: dark) {
    text { fill: #e6edf3 }
    .grid, .voxel { stroke: #3d444d }
    .voxel { fill: #8b98a5; fill-opacity: .3 }
    .point { fill: #9da7b1 }
    .body { stroke: #9da7b1 }
    circle.centre { fill: #58a6ff } circle.edge { fill: #f0883e } circle.space { fill: #bc8cff }
    .centre { stroke: #58a6ff } text.centre { fill: #58a6ff }
    .calibrated { stroke: #3fb950 } text.calibrated { fill: #3fb950 }
    .edge { stroke: #f0883e } text.edge { fill: #f0883e }
    .space { stroke: #bc8cff } text.space { fill: #bc8cff }
  }
"""


def digitised():
    """Pixels whose centre is inside."""
    found = []
    for row, column in itertools.product(range(ROWS), range(COLUMNS)):
        x, y = column - CENTRE[0], row - CENTRE[1]
        u = x * math.cos(ANGLE) + y * math.sin(ANGLE)
        v = y * math.cos(ANGLE) - x * math.sin(ANGLE)
        if (u / A) ** 2 + (v / B) ** 2 <= 1:
            found.append((column, row))
    return found


def longest(points):
    return max(itertools.combinations(points, 2), key=lambda pair: math.dist(*pair))


def axes(points):
    """Longest pair, its direction, and the extent across it with the place of the line that shows it."""
    p, q = longest(points)
    length = math.dist(p, q)
    d = ((q[0] - p[0]) / length, (q[1] - p[1]) / length)
    n = (-d[1], d[0])
    across = sorted((x * n[0] + y * n[1], x * d[0] + y * d[1]) for x, y in points)
    low, high = across[0], across[-1]
    return p, q, d, n, length, low[0], high[0], 0.5 * (low[1] + high[1])


def shortfall(pixels, direction):
    """What the calibrated rule adds on square pixels."""
    count = len(pixels)
    mx, my = (sum(p[k] for p in pixels) / count for k in (0, 1))
    xx = sum((x - mx) ** 2 for x, _ in pixels) / count
    yy = sum((y - my) ** 2 for _, y in pixels) / count
    xy = sum((x - mx) * (y - my) for x, y in pixels) / count
    spread = math.hypot(0.5 * (xx - yy), xy)
    a, b = (2 * math.sqrt(0.5 * (xx + yy) + sign * spread) for sign in (1, -1))
    e, rho = a / b - 1, b * b / a
    theta = math.degrees(math.atan2(*sorted(map(abs, direction))))
    w, v = math.exp(-9 * e), math.exp(-12 * e)
    rows = 0.095 * a**0.4 * (1 - math.exp(-3.2 * e)) * (math.exp(-((theta / 7) ** 2)) - 0.138)
    return ((1 - w) * 0.87 * rho**-0.3 + w * 0.81 * rho**-0.62 + rows, (1 - v) * 0.705 * a**-0.4 + v * 0.88 * a**-0.28)


class Drawing:
    def __init__(self, left, top, scale):
        self.left, self.top, self.scale = left, top, scale
        self.parts = []

    def at(self, point):
        """Pixel (0, 0)'s centre lies half a pixel from the corner."""
        return (self.left + (point[0] + 0.5) * self.scale, self.top + (point[1] + 0.5) * self.scale)

    def line(self, p, q, kind):
        (x1, y1), (x2, y2) = self.at(p), self.at(q)
        self.parts.append(f'<line x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}" class="{kind}"/>')

    def dot(self, p, kind="point", radius=2):
        x, y = self.at(p)
        self.parts.append(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{radius}" class="{kind}"/>')

    def box(self, p, width, height, kind):
        x, y = self.at((p[0] - 0.5 * width, p[1] - 0.5 * height))
        self.parts.append(
            f'<rect x="{x:.1f}" y="{y:.1f}" width="{width * self.scale:.1f}" height="{height * self.scale:.1f}" class="{kind}"/>'
        )

    def text(self, x, y, words, kind="", anchor="start"):
        self.parts.append(f'<text x="{x:.1f}" y="{y:.1f}" class="{kind}" text-anchor="{anchor}">{words}</text>')


def move(p, d, by):
    return (p[0] + by * d[0], p[1] + by * d[1])


def dimension(drawing, p, q, d, n, offset, kind, words):
    """A line beside the body, with thin lines from the points it measures."""
    a, b = move(p, n, offset), move(q, n, offset)
    for end, shown in ((p, a), (q, b)):
        drawing.line(end, move(shown, n, math.copysign(0.25, offset)), f"thin {kind}")
    drawing.line(a, b, f"line {kind}")
    x, y = drawing.at(move(move(p, d, 0.5 * math.dist(p, q)), n, offset + math.copysign(0.62, offset)))
    degrees = math.degrees(math.atan2(d[1], d[0]))
    if abs(degrees) > 90:
        degrees += 180
    drawing.parts.append(
        f'<text x="{x:.1f}" y="{y:.1f}" class="small {kind}" text-anchor="middle" dominant-baseline="middle" '
        f'transform="rotate({degrees:.1f} {x:.1f} {y:.1f})">{words}</text>'
    )


def draw_slice(pixels):
    drawing = Drawing(16, 46, PIXEL)
    drawing.text(16, 24, "One slice: long and short axis, in pixels", "title")
    for row, column in itertools.product(range(ROWS), range(COLUMNS)):
        drawing.box((column, row), 1, 1, "voxel" if (column, row) in pixels else "grid")
    for pixel in pixels:
        drawing.dot(pixel, radius=1.8)
    x, y = drawing.at(CENTRE)
    drawing.parts.append(
        f'<ellipse cx="{x:.1f}" cy="{y:.1f}" rx="{A * PIXEL:.1f}" ry="{B * PIXEL:.1f}" class="body" '
        f'transform="rotate({math.degrees(ANGLE):.1f} {x:.1f} {y:.1f})"/>'
    )
    p, q, d, n, length, low, high, along = axes(pixels)
    if d[0] < 0:
        p, q, d, n, low, high, along = q, p, (-d[0], -d[1]), (-n[0], -n[1]), -high, -low, -along
    longer, wider = shortfall(pixels, d)
    middle = sum(n[k] * 0.5 * (p[k] + q[k]) for k in (0, 1))
    p2, q2 = move(p, d, -0.5 * longer), move(q, d, 0.5 * longer)
    drawing.line(p2, q2, "line calibrated")
    place = move((0, 0), d, along)
    s1, s2 = move(place, n, low - 0.5 * wider), move(place, n, high + 0.5 * wider)
    drawing.line(s1, s2, "line calibrated")
    for end in (p, q):
        drawing.dot(end, "centre", 4)
    edges = [(x + dx, y + dy) for x, y in pixels for dx, dy in ((0.5, 0), (-0.5, 0), (0, 0.5), (0, -0.5))]
    pe, qe, de, ne, length_edge, *_ = axes(edges)
    if de[0] < 0:
        pe, qe, de, ne = qe, pe, (-de[0], -de[1]), (-ne[0], -ne[1])
    for end in (pe, qe):
        drawing.dot(end, "edge", 4)
    below = high - middle
    dimension(drawing, p, q, d, n, low - middle - 1.1, "centre", f"centre {length:.1f}")
    dimension(drawing, p2, q2, d, n, below + 1.1, "calibrated", f"calibrated {length + longer:.1f}")
    dimension(drawing, pe, qe, de, ne, below + 2.6, "edge", f"edge {length_edge:.1f}")
    x, y = drawing.at(move(place, n, high + 0.5 * wider - 1.8))
    drawing.text(x + 9, y, f"short {high - low + wider:.1f}", "small calibrated")
    bottom = 46 + ROWS * PIXEL
    drawing.text(16, bottom + 22, f"Dotted: the outline that was digitised, {2 * A:.1f} × {2 * B:.1f}. A pixel belongs to the mask", "small")
    drawing.text(16, bottom + 39, "when its centre does. The short axis is the extent across the long one.", "small")
    return drawing.parts


def draw_stack():
    scale, height = 18, 2.2  # slice spacing in pixels
    left = 16 + COLUMNS * PIXEL + 40
    drawing = Drawing(left, 46, scale)
    drawing.text(left, 24, "Through the slices: 3-D diameter", "title")
    count, columns, a, c = 7, 16, 6.6, 7.2
    tilt = math.radians(38)
    voxels = []
    for s, column in itertools.product(range(count), range(columns)):
        x, z = column - 7.6, (s - 3.1) * height
        u = x * math.cos(tilt) + z * math.sin(tilt)
        v = z * math.cos(tilt) - x * math.sin(tilt)
        if (u / (1.25 * c)) ** 2 + (v / (0.62 * a)) ** 2 <= 1:
            voxels.append((column, s))
    centre_of = lambda column, s: (column, s * height + 0.5 * (height - 1))
    for s, column in itertools.product(range(count), range(columns)):
        drawing.box(centre_of(column, s), 1, height, "voxel" if (column, s) in voxels else "grid")
    faces = []
    for column, s in voxels:
        x, y = centre_of(column, s)
        drawing.dot((x, y), radius=1.6)
        faces += [(x - 0.5, y), (x + 0.5, y), (x, y - 0.5 * height), (x, y + 0.5 * height)]
    p, q = longest(faces)
    drawing.line(p, q, "line space")
    for end in (p, q):
        drawing.dot(end, "space", 4)
    widths = {s: [column for column, at in voxels if at == s] for s in range(count)}
    widest = max((s for s in range(count) if widths[s]), key=lambda s: max(widths[s]) - min(widths[s]))
    ends = [centre_of(min(widths[widest]), widest), centre_of(max(widths[widest]), widest)]
    drawing.line(ends[0], ends[1], "line calibrated")
    bottom = 46 + count * height * scale
    drawing.text(left, bottom + 22, "Seen from the side; each row is a slice. The long axis stays", "small")
    drawing.text(left, bottom + 39, "within one slice (green), the 3-D diameter joins the two", "small")
    drawing.text(left, bottom + 56, "voxel face centres that lie farthest apart (violet).", "small")
    return drawing.parts


def main():
    pixels = digitised()
    width, height = 16 + COLUMNS * PIXEL + 40 + 15 * 18 + 90, 46 + ROWS * PIXEL + 56
    print(f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}">')
    print(f"<style>{STYLE}</style>")
    print("\n".join(draw_slice(pixels) + draw_stack()))
    print("</svg>")


main()
