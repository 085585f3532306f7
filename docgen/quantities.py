"""Units of measure and exact quantities: parsing a unit, its dimension, conversion. Pure functions.

A unit is a product of named units, as offices write it: 万元, 元/人·月 (yuan per person and month),
%, 人次. People, person-times, households, couples and cases are unlike dimensions on purpose.
"""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from functools import cache

from docgen.frozen import frozen

#: a number with more digits or a larger exponent than this is refused: Fraction("1e100000000") hangs
MAX_DIGITS = 40
MAX_EXPONENT = 40
_BOUND: int = 10**MAX_DIGITS
#: a longer text in a unit's place is no unit: it stands for itself and nothing else
MAX_UNIT = 40
#: places after the point beyond which a number without end is rounded, and to how many
_EXACT_PLACES = 3 * MAX_EXPONENT
_ROUNDED_PLACES = 6

#: written unit -> (base unit, factor); a unit that is not here is its own base
_SCALED: dict[str, tuple[str, Fraction]] = {
    "元": ("元", Fraction(1)),
    "角": ("元", Fraction(1, 10)),
    "分": ("元", Fraction(1, 100)),
    "千元": ("元", Fraction(1000)),
    "万元": ("元", Fraction(10_000)),
    "百万元": ("元", Fraction(1_000_000)),
    "亿元": ("元", Fraction(100_000_000)),
    "万人": ("人", Fraction(10_000)),
    "名": ("人", Fraction(1)),
    "位": ("人", Fraction(1)),
    "万人次": ("人次", Fraction(10_000)),
    "万户": ("户", Fraction(10_000)),
    "万亩": ("亩", Fraction(10_000)),
    "万平方米": ("平方米", Fraction(10_000)),
    "㎡": ("平方米", Fraction(1)),
    "平米": ("平方米", Fraction(1)),
    "%": ("", Fraction(1, 100)),
    "％": ("", Fraction(1, 100)),
    "‰": ("", Fraction(1, 1000)),
    "个百分点": ("", Fraction(1, 100)),
    "年": ("月", Fraction(12)),
    "个月": ("月", Fraction(1)),
    "季": ("月", Fraction(3)),
    "季度": ("月", Fraction(3)),
    "日": ("天", Fraction(1)),
    "周岁": ("岁", Fraction(1)),
    "次": ("次", Fraction(1)),
    "": ("", Fraction(1)),
}

#: base unit -> power, sorted; () is a plain number
Dimension = tuple[tuple[str, int], ...]


@frozen
class Unit:
    """A unit as written, its dimension in base units, and the exact factor to the base unit."""

    text: str
    dimension: Dimension
    factor: Fraction

    @property
    def head(self) -> str:
        """The part before the first 「/」: what stands after the number in prose (元 of 元/人·月)."""
        return self.text.split("/", 1)[0]


def multiply(left: Dimension, right: Dimension, sign: int = 1) -> Dimension:
    """The dimension of a product (sign 1) or quotient (sign -1)."""
    powers = dict(left)
    for base, power in right:
        powers[base] = powers.get(base, 0) + sign * power
    return tuple(sorted((base, power) for base, power in powers.items() if power))


@cache
def parse_unit(text: str) -> Unit:
    """Read a unit as offices write it; several 「/」 each divide (元/月/人 is 元/人·月)."""
    if len(text) > MAX_UNIT:
        return Unit(text, ((text, 1),), Fraction(1))
    factor = Fraction(1)
    dimension: Dimension = ()
    for position, part in enumerate(text.strip().split("/")):
        sign = -1 if position else 1
        for name in part.split("·"):
            base, scale = _SCALED.get(name.strip(), (name.strip(), Fraction(1)))
            factor = factor * scale if sign == 1 else factor / scale
            dimension = multiply(dimension, ((base, 1),) if base else (), sign)
    return Unit(text.strip(), dimension, factor)


def known_units() -> tuple[str, ...]:
    """The written units that docgen converts, longest first (for reading the unit after a number)."""
    return tuple(sorted((name for name in _SCALED if name), key=len, reverse=True))


def dimension_text(dimension: Dimension) -> str:
    """A dimension as a clerk would write it: 元/人·月; 「纯数」 for a plain number."""
    over = [base if power == 1 else f"{base}^{power}" for base, power in dimension if power > 0]
    under = [base if power == -1 else f"{base}^{-power}" for base, power in dimension if power < 0]
    if not over and not under:
        return "纯数"
    return "·".join(over) + ("/" + "·".join(under) if under else "")


def is_within_caps(number: int | Decimal) -> bool:
    """Whether a number is small enough to calculate with exactly (MAX_DIGITS, MAX_EXPONENT)."""
    if isinstance(number, int):
        return -_BOUND < number < _BOUND
    if not number.is_finite():
        return False
    _sign, digits, exponent = number.as_tuple()
    return len(digits) <= MAX_DIGITS and abs(int(exponent)) <= MAX_EXPONENT


def number_text(number: int | Decimal | Fraction) -> str:
    """A number in plain digits as it was written, never with an exponent; an endless one to 6 places."""
    if isinstance(number, Fraction):
        number = to_decimal(number)
    if isinstance(number, int):
        return str(number)
    return f"{number:f}"


def to_decimal(number: Fraction, places: int | None = None) -> Decimal:
    """The same number, or rounded half up to ``places``; an endless one (1/3) is rounded to 6."""
    if places is None:
        places = places_needed(number)
    scaled = abs(number) * 10**places
    whole = (2 * scaled.numerator + scaled.denominator) // (2 * scaled.denominator)
    # put together from its digits: Decimal's own arithmetic would round to 28 of them
    return Decimal((number < 0, tuple(map(int, str(whole))), -places))


def places_needed(number: Fraction) -> int:
    """How many places after the point write a number exactly; 6 for one that has no (near) end."""
    rest, counts = number.denominator, [0, 0]
    for index, prime in enumerate((2, 5)):
        while rest % prime == 0 and counts[index] <= _EXACT_PLACES:
            rest //= prime
            counts[index] += 1
    return max(counts) if rest == 1 and max(counts) <= _EXACT_PLACES else _ROUNDED_PLACES


def place_of_last_digit(value: Fraction, step: Fraction) -> Fraction:
    """What the last digit that isn't 0 counts: 100 for 3200; ``step`` is what the last written one counts."""
    count = value / step if step else Fraction(0)
    size = step
    while count and count % 10 == 0:
        count, size = count / 10, size * 10
    return size


def convert(number: int | Decimal, unit: str, wanted: str) -> Decimal | None:
    """The number in another unit (exact unless it has no end, see to_decimal); None if they are unlike."""
    source, target = parse_unit(unit), parse_unit(wanted)
    if source.dimension != target.dimension or not is_within_caps(number):
        return None
    return to_decimal(Fraction(number) * source.factor / target.factor)
