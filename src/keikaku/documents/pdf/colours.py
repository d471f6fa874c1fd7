"""How far two colours are from each other to the eye: CIE Lab and CIEDE2000."""

from __future__ import annotations

import math

Lab = tuple[float, float, float]

_WHITE = (0.95047, 1.0, 1.08883)  # D65, 2 degrees


def lab(red: float, green: float, blue: float) -> Lab:
    """Return the CIE 1976 L*a*b* value of an sRGB colour (IEC 61966-2-1) with channels from 0 to 255."""
    r, g, b = (_linear(channel / 255) for channel in (red, green, blue))
    x = 0.4124564 * r + 0.3575761 * g + 0.1804375 * b
    y = 0.2126729 * r + 0.7151522 * g + 0.0721750 * b
    z = 0.0193339 * r + 0.1191920 * g + 0.9503041 * b
    fx, fy, fz = (_root(value / white) for value, white in zip((x, y, z), _WHITE, strict=True))
    return 116 * fy - 16, 500 * (fx - fy), 200 * (fy - fz)


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4


def _root(value: float) -> float:
    return value ** (1 / 3) if value > 216 / 24389 else (24389 / 27 * value + 16) / 116


def chroma(colour: Lab) -> float:
    """Return how far a colour is from grey."""
    return math.hypot(colour[1], colour[2])


def difference(one: Lab, other: Lab) -> float:
    """Return the colour difference CIEDE2000 (CIE 142-2001, ISO/CIE 11664-6): 1 is just noticeable.

    >>> round(difference((50.0, 2.6772, -79.7751), (50.0, 0.0, -82.7485)), 4)
    2.0425
    """
    mean = (chroma(one) + chroma(other)) / 2
    g = 0.5 * (1 - math.sqrt(mean**7 / (mean**7 + 25**7)))
    c1, h1 = _polar(one, g)
    c2, h2 = _polar(other, g)
    lightness, saturation = other[0] - one[0], c2 - c1
    turn = _turn(h1, h2) if c1 * c2 else 0.0
    hue = 2 * math.sqrt(c1 * c2) * math.sin(math.radians(turn) / 2)
    l_mean, c_mean = (one[0] + other[0]) / 2, (c1 + c2) / 2
    h_mean = _middle(h1, h2) if c1 * c2 else h1 + h2
    t = (
        1
        - 0.17 * math.cos(math.radians(h_mean - 30))
        + 0.24 * math.cos(math.radians(2 * h_mean))
        + 0.32 * math.cos(math.radians(3 * h_mean + 6))
        - 0.20 * math.cos(math.radians(4 * h_mean - 63))
    )
    s_l = 1 + 0.015 * (l_mean - 50) ** 2 / math.sqrt(20 + (l_mean - 50) ** 2)
    s_c, s_h = 1 + 0.045 * c_mean, 1 + 0.015 * c_mean * t
    bend = 60 * math.exp(-(((h_mean - 275) / 25) ** 2))
    r_t = -2 * math.sqrt(c_mean**7 / (c_mean**7 + 25**7)) * math.sin(math.radians(bend))
    a, b, c = lightness / s_l, saturation / s_c, hue / s_h
    return math.sqrt(a * a + b * b + c * c + r_t * b * c)


def _polar(colour: Lab, g: float) -> tuple[float, float]:
    """Return chroma and hue, in degrees, with the correction for greys."""
    a = (1 + g) * colour[1]
    return math.hypot(a, colour[2]), math.degrees(math.atan2(colour[2], a)) % 360


def _turn(one: float, other: float) -> float:
    """Return the degrees from one hue to another, the short way."""
    return (other - one + 180) % 360 - 180 if abs(other - one) != 180 else other - one


def _middle(one: float, other: float) -> float:
    """Return the hue between two, the short way."""
    if abs(one - other) <= 180:
        return (one + other) / 2
    return (one + other + 360) / 2 if one + other < 360 else (one + other - 360) / 2
