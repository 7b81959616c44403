"""What is known of a bridge before it turns: masses, places, steel, and how its hinge and its drives behave."""

from dataclasses import dataclass
from functools import cached_property
from math import cos, hypot, pi, sin, sqrt

GRAVITY = 9.806_65
"""m/s², the standard acceleration (ISO 80000-3)."""


@dataclass(frozen=True, slots=True)
class Spot:
    """A place in plan, in m from the beam's point above the pier: along the tangent, and inward to the arc's centre."""

    along: float = 0.0
    inward: float = 0.0

    def from_(self, other: "Spot") -> "Spot":
        return Spot(self.along - other.along, self.inward - other.inward)

    @property
    def distance(self) -> float:
        return hypot(self.along, self.inward)


@dataclass(frozen=True, slots=True)
class Beam:
    """A beam of even mass along an arc: `back` and `fore` are its arms, measured along the arc from the pier, in m.

    A straight beam has a radius that is infinite.
    """

    mass: float
    radius: float
    back: float
    fore: float

    def at(self, distance: float) -> Spot:
        """The place of the axis at a distance along it from the pier; backwards is negative."""
        if self.radius == float("inf"):
            return Spot(distance)
        angle = distance / self.radius
        return Spot(self.radius * sin(angle), self.radius * (1 - cos(angle)))

    @property
    def centroid(self) -> Spot:
        """The mean of the arc. With arms alike it lies R(1 - sin φ/φ) inward of the axis, φ = arm/R."""
        if self.radius == float("inf"):
            return Spot((self.fore - self.back) / 2)
        back, fore = self.back / self.radius, self.fore / self.radius
        along = self.radius * (cos(back) - cos(fore)) / (back + fore)
        return Spot(along, self.radius * (1 - (sin(back) + sin(fore)) / (back + fore)))

    @property
    def inertia(self) -> float:
        """About its own centroid, in kg m²: m(R² - d²), with d from the arc's centre to the centroid."""
        if self.radius == float("inf"):
            return self.mass * (self.back + self.fore) ** 2 / 12
        centroid = self.centroid
        return self.mass * (self.radius**2 - centroid.along**2 - (self.radius - centroid.inward) ** 2)


@dataclass(frozen=True, slots=True)
class Ballast:
    mass: float
    at: Spot


@dataclass(frozen=True, slots=True)
class Hinge:
    """The ball hinge: radius of its plate in plan and of its sphere in m, and where it stands under the beam."""

    radius: float
    sphere: float
    at: Spot


@dataclass(frozen=True, slots=True)
class Feet:
    """The feet round the hinge: their circle and gap over the slideway in m; `carry` is the share of the weight."""

    radius: float
    gap: float
    friction: float
    carry: float = 0.0


@dataclass(frozen=True, slots=True)
class Strands:
    """The strands of each of the two jacks, wound round the turntable of radius `lever`: m², Pa, m."""

    count: int
    area: float
    modulus: float
    length: float
    lever: float

    @property
    def stiffness(self) -> float:
        """N m a radian of the turntable, of both sides: 2 (EA/L) r²."""
        return 2 * self.modulus * self.area * self.count / self.length * self.lever**2


@dataclass(frozen=True, slots=True)
class Jacks:
    """The two continuous jacks: capacity of each in N, stroke in m, and at how many m/s at the rim they can be let back
    under load; not at all where that is nothing.
    """

    capacity: float
    stroke: float
    back: float = 0.0


@dataclass(frozen=True, slots=True)
class FinalDrive:
    """What turns the last metres: `stiffness` in N/m at `lever` m from the hinge. Stiff where jacks push on the rim."""

    stiffness: float
    lever: float

    @property
    def turning(self) -> float:
        """N m a radian."""
        return self.stiffness * self.lever**2


@dataclass(frozen=True, slots=True)
class Friction:
    """Of the hinge: static and moving coefficients, the speed in rad/s over which the first fades into the second
    (Stribeck), what it grows by with speed in N m s a radian, and the dwell in s after which it is static in full."""

    static: float
    moving: float
    fading: float
    viscous: float = 0.0
    dwell: float = 30.0


@dataclass(frozen=True, slots=True)
class Stops:
    """Stop beams beyond the planned end: what is left free before the rubber, at `lever` m from the hinge, in m;
    the rubber's stiffness in N/m and damping in N s/m."""

    free: float
    lever: float
    stiffness: float
    damping: float


@dataclass(frozen=True)
class Bridge:
    beam: Beam
    hinge: Hinge
    feet: Feet
    strands: Strands
    jacks: Jacks
    friction: Friction
    stops: Stops
    final_drive: FinalDrive | None = None
    ballast: tuple[Ballast, ...] = ()
    damping: float = 0.01
    """Share of critical damping that structure and strands have without any control."""

    @cached_property
    def mass(self) -> float:
        return self.beam.mass + sum(each.mass for each in self.ballast)

    @cached_property
    def weight(self) -> float:
        """N."""
        return self.mass * GRAVITY

    @cached_property
    def centroid(self) -> Spot:
        """Of beam and ballast, from the hinge."""
        parts = [(self.beam.mass, self.beam.centroid), *((each.mass, each.at) for each in self.ballast)]
        along = sum(mass * at.along for mass, at in parts) / self.mass
        inward = sum(mass * at.inward for mass, at in parts) / self.mass
        return Spot(along, inward).from_(self.hinge.at)

    @cached_property
    def inertia(self) -> float:
        """About the hinge's axis, in kg m² (Steiner)."""
        turning = self.beam.inertia + self.beam.mass * self.beam.centroid.from_(self.hinge.at).distance ** 2
        return turning + sum(each.mass * each.at.from_(self.hinge.at).distance ** 2 for each in self.ballast)

    @cached_property
    def tip(self) -> float:
        """From the hinge to the farther end of the beam, in m: what moves most."""
        ends = (self.beam.at(-self.beam.back), self.beam.at(self.beam.fore))
        return max(end.from_(self.hinge.at).distance for end in ends)

    def resistance(self, coefficient: float) -> float:
        """The moment in N m that the hinge and the feet hold against turning.

        A disc of even pressure gives 2/3 f W R; feet that carry give what they carry times their circle.
        """
        feet = self.feet.carry * self.weight
        return (
            2 / 3 * coefficient * (self.weight - feet) * self.hinge.radius
            + self.feet.friction * feet * self.feet.radius
        )

    @cached_property
    def static(self) -> float:
        return self.resistance(self.friction.static)

    @cached_property
    def moving(self) -> float:
        return self.resistance(self.friction.moving)

    @cached_property
    def pace(self) -> float:
        """The bridge's own turning in its strands, in rad/s: sqrt(k/J)."""
        return sqrt(self.strands.stiffness / self.inertia)

    @cached_property
    def period(self) -> float:
        """s."""
        return 2 * pi / self.pace
