"""A scenario as a picture: a column for each step from the start, the best way straight through the middle."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Mapping
from dataclasses import dataclass

from markupsafe import Markup, escape

from lms.catalog.content import START, Ending, Scenario, Scene
from lms.markdown import fill_plain
from lms.scenarios import rules
from lms.scenarios.lettering import Area, broken, width_of
from lms.scenarios.rules import Script
from lms.texts import _, later

LETTERS = "ABCDE"
WIDTH, HEIGHT = 154, 60
COLUMN, ROW = 220, 96
SIDE = 24
DISC = 20
SMALL, LARGE = 11.5, 13
"""Sizes of letters."""

_ALONE = """<style>
.map{font-family:system-ui,"Segoe UI",Arial,sans-serif}.ground{fill:#FFF}.scene rect{fill:#FAF8F4;stroke:#6B7785}
.scene.on-best rect{fill:#E3F0EE;stroke:#0B5D57}.good rect{fill:#E7F4EC;stroke:#146C43}.mixed rect{fill:#FFF4D6;stroke:#7A4B00}
.hard rect{fill:#FDECEA;stroke:#B3261E}.name{fill:#4A5560}.words{fill:#1A2027}.road{fill:none;stroke:#6B7785}
.road.on-best{stroke:#0B5D57}.road.detour{stroke-dasharray:4 4}.tip{fill:#6B7785}.tip.on-best{fill:#0B5D57}
.disc{fill:#FFF;stroke:#C9C2B4}.disc.on-best{fill:#0B5D57;stroke:#0B5D57}.letter{fill:#1A2027}.letter.on-best{fill:#FFF}
</style>"""


@dataclass(frozen=True, kw_only=True)
class Road:
    """Replies that lead from one place to another; without any it is where `else` sends people."""

    start: str
    end: str
    letters: tuple[str, ...]
    times: int
    best: bool


@dataclass(frozen=True, kw_only=True)
class Drawn:
    """The picture. Colours come from the page's style sheet by class; a file of its own brings them along."""

    width: int
    top: int
    """Below 0 where a line swings out higher than the first box."""
    height: int
    label: str
    shapes: Markup

    def svg(self) -> Markup:
        return self._svg(Markup(""))

    def alone(self) -> str:
        ground = Markup('<rect class="ground" y="{}" width="100%" height="100%"/>').format(self.top)
        return str(self._svg(Markup(_ALONE) + ground)) + "\n"  # noqa: S704  our own words

    def _svg(self, first: Markup) -> Markup:
        return (
            Markup(
                '<svg class="map" xmlns="http://www.w3.org/2000/svg" role="img" aria-label="{}" '
                'width="{}" height="{}" viewBox="0 {} {} {}">'
            ).format(self.label, self.width, self.height, self.top, self.width, self.height)
            + first
            + self.shapes
            + Markup("</svg>")
        )


def draw(script: Script, *, counts: Mapping[tuple[str, str], int], slots: Mapping[str, str]) -> Drawn:
    """`counts`: in how many first runs each reply was taken, by scene and reply."""
    scenario = script.scenario
    roads = roads_of(script, counts)
    places = _placed(scenario, _best_places(script))
    right = max(column for column, _row in places.values())
    low, high = min(row for _column, row in places.values()), max(row for _column, row in places.values())
    spots = {
        name: (SIDE + column * COLUMN, SIDE + (row - low) * ROW) for name, (column, row) in places.items()
    }
    shapes = [_road(road, spots) for road in sorted(roads, key=lambda road: road.best)]
    best, labels = _best_places(script), _labels(roads, spots)
    shapes += [_box(place, spots[place.id], best, slots) for place in scenario.places]
    shapes += [label.shape() for label in labels]
    heights = [y for road in roads for _x, y in _along(road, spots)] + [label.area.bottom for label in labels]
    bottom = max([SIDE + (high - low) * ROW + HEIGHT, *heights])
    top = min([SIDE, *heights])
    return Drawn(
        width=2 * SIDE + right * COLUMN + WIDTH,
        top=round(top) - SIDE,
        height=round(bottom - top) + 2 * SIDE,
        label=_("Map of “%(title)s”. The list below says the same.", title=fill_plain(scenario.title, slots)),
        shapes=Markup("").join(shapes),
    )


def roads_of(script: Script, counts: Mapping[tuple[str, str], int]) -> list[Road]:
    """Replies with the same beginning and end share a road."""
    best = set(rules.best_path(script).replies)
    found: list[Road] = []
    for scene in script.scenario.scenes:
        by_end: dict[str, list[tuple[str, str]]] = defaultdict(list)
        for letter, reply in zip(LETTERS, scene.replies, strict=False):
            by_end[reply.to].append((letter, reply.name))
        for end, replies in by_end.items():
            found.append(
                Road(
                    start=scene.id,
                    end=end,
                    letters=tuple(letter for letter, _name in replies),
                    times=sum(counts.get((scene.id, name), 0) for _letter, name in replies),
                    best=any(name in best for _letter, name in replies),
                )
            )
    detours = (place for place in script.scenario.places if place.otherwise)
    return found + [
        Road(start=place.id, end=place.otherwise, letters=(), times=0, best=False) for place in detours
    ]


def _best_places(script: Script) -> set[str]:
    names = set(rules.best_path(script).replies)
    replies = [reply for scene in script.scenario.scenes for reply in scene.replies if reply.name in names]
    return {START, *(reply.to for reply in replies)}


def _placed(scenario: Scenario, best: set[str]) -> dict[str, tuple[int, int]]:
    """Column and row of each place; the best way keeps row 0, the others go above and below it in turn."""
    columns: dict[int, list[str]] = defaultdict(list)
    for name, distance in _distances(scenario).items():
        columns[distance].append(name)
    found: dict[str, tuple[int, int]] = {}
    for column, names in columns.items():
        ordered = sorted(names, key=lambda name: name not in best)
        offset = 0 if ordered and ordered[0] in best else 1
        for number, name in enumerate(ordered):
            turn = number + offset
            found[name] = (column, (turn + 1) // 2 * (-1 if (turn + column) % 2 else 1) if turn else 0)
    return _apart(found)


def _apart(found: dict[str, tuple[int, int]]) -> dict[str, tuple[int, int]]:
    """No two on one spot."""
    taken: set[tuple[int, int]] = set()
    for name, (column, row) in found.items():
        while (column, row) in taken:
            row += 1
        taken.add((column, row))
        found[name] = (column, row)
    return found


def _distances(scenario: Scenario) -> dict[str, int]:
    found, ahead = {START: 0}, deque([START])
    while ahead:
        name = ahead.popleft()
        place = scenario.place(name)
        if place is None:
            continue
        onward = [reply.to for reply in place.replies] if isinstance(place, Scene) else []
        for other in [*onward, place.otherwise]:
            if other and other not in found and scenario.place(other) is not None:
                found[other] = found[name] + (1 if other != place.otherwise else 0)
                ahead.append(other)
    last = max(found.values())
    for each in scenario.places:
        found.setdefault(each.id, last)
    return found


Spots = Mapping[str, tuple[int, int]]
Curve = tuple[tuple[float, float], tuple[float, float], tuple[float, float], tuple[float, float]]


def _curve(road: Road, spots: Spots) -> Curve:
    """From side to side where it goes on, from edge to edge where it stays in its column, below where it goes back."""
    (x1, y1), (x2, y2) = spots[road.start], spots[road.end]
    middle = WIDTH / 2
    a: tuple[float, float]
    b: tuple[float, float]
    if x2 > x1:
        a, b = (x1 + WIDTH, y1 + HEIGHT / 2), (x2, y2 + HEIGHT / 2)
        lift = -(ROW * 0.8) if y1 == y2 and x2 - x1 > COLUMN else 0
        reach = 36 if x2 - x1 <= COLUMN else 90
        return a, (a[0] + reach, a[1] + lift), (b[0] - reach, b[1] + lift), b
    if x2 == x1:
        down = y2 > y1
        shift = 14 if down else -14
        a = (x1 + middle + shift, y1 + (HEIGHT if down else 0))
        b = (x2 + middle + shift, y2 + (0 if down else HEIGHT))
        bow = 60 if abs(y2 - y1) > ROW else 0
        side = bow + middle if bow else 0
        return a, (a[0] + side, a[1] + (b[1] - a[1]) / 3), (b[0] + side, b[1] - (b[1] - a[1]) / 3), b
    a, b = (x1 + 30, y1 + HEIGHT), (x2 + WIDTH - 30, y2 + HEIGHT)
    if y2 < y1:
        return (x1 + 30, y1), (x1 + 10, y1 - 40), (b[0], b[1] + 40), b
    return a, (a[0], a[1] + 40), (b[0] + 40, y2 + HEIGHT / 2), (x2 + WIDTH, y2 + HEIGHT / 2)


def _point(curve: Curve, t: float) -> tuple[float, float]:
    weights = ((1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t * t * (1 - t), t**3)
    x = sum(weight * point[0] for weight, point in zip(weights, curve, strict=True))
    y = sum(weight * point[1] for weight, point in zip(weights, curve, strict=True))
    return x, y


def _along(road: Road, spots: Spots) -> list[tuple[float, float]]:
    curve = _curve(road, spots)
    return [_point(curve, step / 10) for step in range(11)]


def _road(road: Road, spots: Spots) -> Markup:
    curve = _curve(road, spots)
    (x1, y1), (x2, y2), (x3, y3), (x4, y4) = curve
    kind = " on-best" if road.best else "" if road.letters else " detour"
    width = 3 if road.best else 1.5
    path = f"M{x1:g} {y1:g}C{x2:g} {y2:g} {x3:g} {y3:g} {x4:g} {y4:g}"
    line = Markup('<path class="road{}" stroke-width="{}" d="{}"/>').format(kind, width, path)
    return line + _tip(curve, road)


def _tip(curve: Curve, road: Road) -> Markup:
    """The point of the arrow, turned the way the line comes in."""
    (x0, y0), (x, y) = _point(curve, 0.94), curve[3]
    length = max(((x - x0) ** 2 + (y - y0) ** 2) ** 0.5, 0.01)
    dx, dy = (x - x0) / length, (y - y0) / length
    left = (x - 9 * dx - 5 * dy, y - 9 * dy + 5 * dx)
    right = (x - 9 * dx + 5 * dy, y - 9 * dy - 5 * dx)
    path = f"M{x:.1f} {y:.1f}L{left[0]:.1f} {left[1]:.1f}L{right[0]:.1f} {right[1]:.1f}Z"
    return Markup('<path class="tip{}" d="{}"/>').format(" on-best" if road.best else "", path)


@dataclass(frozen=True, kw_only=True)
class Label:
    """The letters of the replies on a line, and below or beside them how often they were taken."""

    road: Road
    x: float
    y: float
    beside: bool

    @property
    def times(self) -> str:
        return f"{self.road.times}×" if self.road.times else ""

    @property
    def disc_width(self) -> int:
        return DISC + 12 * (len(self.road.letters) - 1)

    @property
    def area(self) -> Area:
        half, room = self.disc_width / 2 + 2, width_of(self.times, SMALL)
        left, right, below = half, half, DISC / 2 + 2
        if self.times and self.beside:
            right += room + 3
        elif self.times:
            left = right = max(half, room / 2 + 1)
            below += 16
        return Area(self.x - left, self.y - DISC / 2 - 2, self.x + right, self.y + below)

    def shape(self) -> Markup:
        kind = " on-best" if self.road.best else ""
        disc = Markup('<rect class="disc{}" x="{:g}" y="{:g}" width="{}" height="{}" rx="{}"/>').format(
            kind, round(self.x - self.disc_width / 2, 1), round(self.y - DISC / 2, 1), self.disc_width, DISC, DISC // 2
        )
        letters = Markup(
            '<text class="letter{}" x="{:g}" y="{:g}" font-size="{}" font-weight="600" text-anchor="middle">{}</text>'
        ).format(kind, round(self.x, 1), round(self.y + 4, 1), SMALL, " ".join(self.road.letters))
        if not self.times:
            return disc + letters
        x, y, anchor = self.x, self.y + 24, "middle"
        if self.beside:
            x, y, anchor = self.x + self.disc_width / 2 + 4, self.y + 4, "start"
        words = Markup('<text class="name" x="{:g}" y="{:g}" font-size="{}" text-anchor="{}">{}</text>')
        return disc + letters + words.format(round(x, 1), round(y, 1), SMALL, anchor, self.times)


ALONG = (0.5, 0.42, 0.58, 0.34, 0.66, 0.26, 0.74, 0.18, 0.82)
"""Where on its line a label may stand: first in the middle, then nearer to the ends."""


def _labels(roads: list[Road], spots: Spots) -> list[Label]:
    """Each on its own line where it covers neither a box nor another label; the best way chooses first."""
    taken = [Area(x, y, x + WIDTH, y + HEIGHT) for x, y in spots.values()]
    found: list[Label] = []
    for road in sorted((road for road in roads if road.letters), key=lambda road: not road.best):
        points = [_point(_curve(road, spots), t) for t in ALONG]
        tries = [Label(road=road, x=x, y=y, beside=beside) for x, y in points for beside in (False, True)]
        label = next((each for each in tries if not each.area.meets(taken)), tries[0])
        taken.append(label.area)
        found.append(label)
    return found


def _box(place: Scene | Ending, spot: tuple[int, int], best: set[str], slots: Mapping[str, str]) -> Markup:
    x, y = spot
    ending = isinstance(place, Ending)
    kind = place.kind if isinstance(place, Ending) else "scene on-best" if place.id in best else "scene"
    name = _(_KIND_WORDS[place.kind]) if isinstance(place, Ending) else place.id
    lines = broken(fill_plain(place.heading, slots), width=WIDTH - 26, size=LARGE)
    shape = Markup('<g class="{}"><rect x="{}" y="{}" width="{}" height="{}" rx="{}"/>').format(
        kind, x, y, WIDTH, HEIGHT, 30 if ending else 6
    )
    at, anchor = (x + WIDTH // 2, "middle") if ending else (x + 12, "start")
    first = y + (20 if len(lines) == 1 else 16)
    words = [
        Markup('<text class="{}" x="{}" y="{}" font-size="{}" font-weight="{}" text-anchor="{}">{}</text>').format(
            css, at, line_y, size, weight, anchor, escape(text)
        )
        for css, line_y, size, weight, text in (
            ("name", first, SMALL, 400, name),
            *(("words", first + 19 + 16 * number, LARGE, 600, text) for number, text in enumerate(lines)),
        )
    ]
    return shape + Markup("").join(words) + Markup("</g>")


_KIND_WORDS = {"good": later("good ending"), "mixed": later("mixed ending"), "hard": later("hard ending")}
