"""Sizes and shapes that contain symbols.

When two sizes are equal as polynomials, when they differ at every size, and how a shape reads in
a message. A size is brought to a polynomial over its symbols with rational coefficients; what is
not polynomial (a floor, a quotient by a symbol) counts as one indivisible atom. Nothing is
searched, and nothing here decides a claim: it separates what is refused at once (n against n + 1)
from what stays an obligation (m against n).
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from symderive.language.serial import digest
from symderive.language.terms import (
    Add,
    And,
    Bound,
    Ceiling,
    Compare,
    Floor,
    Function,
    Mod,
    Mul,
    Number,
    Pow,
    Symbol,
    Term,
    number,
)

Monomial = tuple[tuple[Term, int], ...]
Polynomial = dict[Monomial, Fraction]

LARGEST_POWER = 16


def polynomial_of(size: Term) -> Polynomial:
    """The size as monomials with their coefficients, none of them 0.

    >>> from symderive.language.terms import INTEGER
    >>> n = Symbol("n", INTEGER)
    >>> polynomial_of(Add((n, number(1), Mul((number(-1), n))))) == {(): Fraction(1)}
    True
    """
    if isinstance(size, Number):
        return {(): size.value} if size.value else {}
    if isinstance(size, Add):
        return _sum([polynomial_of(term) for term in size.terms])
    if isinstance(size, Mul):
        return _product([polynomial_of(factor) for factor in size.factors])
    if isinstance(size, Pow) and isinstance(size.exponent, Number):
        return _power(size.base, size.exponent.value)
    if isinstance(size, (Floor, Ceiling)):
        return _rounded(size)
    return _atom(size)


def same_size(left: Term, right: Term) -> bool:
    """Whether two sizes are equal as polynomials, hence at every size at which both are defined."""
    return left == right or polynomial_of(left) == polynomial_of(right)


def differs_everywhere(left: Term, right: Term) -> bool:
    """Whether two sizes are known to differ for all values of their symbols.

    The difference is written in the amounts by which symbols exceed their least values; where
    its constant is not 0 and all its coefficients have one sign, it is never 0.

    >>> from symderive.language.terms import Domain
    >>> n = Symbol("n", Domain("integer", (Compare(">=", Bound(0), number(1)),)))
    >>> differs_everywhere(n, Add((n, number(1)))), differs_everywhere(n, number(2))
    (True, False)
    """
    difference = _sum([polynomial_of(left), _scaled(polynomial_of(right), Fraction(-1))])
    if set(difference) == {()}:
        return True
    shifted = _from_least_values(difference)
    if shifted is None or () not in shifted:
        return False
    signs = {coefficient > 0 for coefficient in shifted.values()}
    return len(signs) == 1


def known_at_most(left: Term, right: Term) -> bool:
    """Whether left <= right follows from the least values of the symbols alone.

    >>> from symderive.language.terms import Domain
    >>> n = Symbol("n", Domain("integer", (Compare(">=", Bound(0), number(1)),)))
    >>> known_at_most(number(1), n), known_at_most(number(2), n)
    (True, False)
    """
    room = _sum([polynomial_of(right), _scaled(polynomial_of(left), Fraction(-1))])
    shifted = _from_least_values(room)
    return shifted is not None and all(coefficient > 0 for coefficient in shifted.values())


def impossible(condition: Term) -> bool:
    """Whether a condition on sizes is known to fail for all values of its symbols.

    >>> impossible(Compare("=", number(2), number(3)))
    True
    """
    if isinstance(condition, And):
        return any(map(impossible, condition.conditions))
    if not isinstance(condition, Compare):
        return False
    if condition.relation == "=":
        return differs_everywhere(condition.left, condition.right)
    above = Add((condition.right, number(1)))
    return condition.relation == "<=" and known_at_most(above, condition.left)


def quotient_size(size: Term, divisor: Term) -> Term:
    """The number of whole parts: size/divisor where divisibility is plain to see, else its floor.

    Plain to see: numbers, polynomials whose quotient has integer coefficients, and symbols
    declared as multiples of the divisor.

    >>> from symderive.language.terms import INTEGER
    >>> m = Symbol("m", INTEGER)
    >>> quotient_size(Mul((number(2), m)), number(2)) == m
    True
    """
    if isinstance(size, Number) and isinstance(divisor, Number) and divisor.value != 0:
        whole = size.value / divisor.value
        return number(whole.numerator // whole.denominator)
    if divisor == number(1):
        return size
    written = Mul((size, Pow(divisor, number(-1))))
    quotient = polynomial_of(written)
    if not is_whole(written):
        return Floor(written)
    if len(quotient) == 1:
        ((monomial, coefficient),) = quotient.items()
        if coefficient == 1 and len(monomial) == 1 and monomial[0][1] == 1:
            return monomial[0][0]
    return written


def is_whole(size: Term) -> bool:
    """Whether the size is seen to be an integer for all values of its symbols."""
    return all(_whole_monomial(m, c) for m, c in polynomial_of(size).items())


def least_value(symbol: Symbol) -> Fraction | None:
    """The least value that the domain of an integer symbol allows, None where none is stated."""
    found: list[Fraction] = []
    for condition in symbol.domain.conditions:  # type: ignore[attr-defined]
        if not isinstance(condition, Compare):
            continue
        left, relation, right = condition.left, condition.relation, condition.right
        if isinstance(left, Number) and isinstance(right, Bound):
            mirror = {"<=": ">=", "<": ">", ">=": "<=", ">": "<"}
            left, relation, right = right, mirror.get(relation, relation), left
        if not (isinstance(left, Bound) and isinstance(right, Number)):
            continue
        if relation in (">=", "="):
            found.append(right.value)
        elif relation == ">":
            found.append(right.value + 1)
    return max(found, default=None)


def is_multiple(symbol: Symbol, divisor: int) -> bool:
    """Whether the domain of a symbol says that it is a multiple of the divisor."""
    for condition in symbol.domain.conditions:  # type: ignore[attr-defined]
        if not (isinstance(condition, Compare) and condition.relation == "="):
            continue
        for side, other in ((condition.left, condition.right), (condition.right, condition.left)):
            if isinstance(side, Mod) and side.argument == Bound(0) and other == number(0):
                modulus = side.modulus
                if isinstance(modulus, Number) and modulus.value % divisor == 0:
                    return True
    return False


def shape_text(shape: Sequence[Term] | None) -> str:
    """A shape as messages show it.

    >>> from symderive.language.terms import INTEGER
    >>> shape_text((Symbol("n", INTEGER), number(3)))
    '(n, 3)'
    """
    if shape is None:
        return "(no sizes)"
    return "(" + ", ".join(size_text(size) for size in shape) + ")"


def size_text(size: Term, strength: int = 0) -> str:
    """A size as messages show it, in brackets where what stands around it binds more strongly."""
    if isinstance(size, Number):
        text = str(size.value)
        return f"({text})" if strength > 0 and (size.value < 0 or "/" in text) else text
    if isinstance(size, Symbol):
        return size.name
    if isinstance(size, Add):
        return _bracketed(_joined([size_text(term) for term in size.terms]), strength > 0)
    if isinstance(size, Mul):
        return _bracketed(_product_text(size), strength > 1)
    if _is_inverse(size):
        return _bracketed(_product_text(Mul((size,))), strength > 1)
    if isinstance(size, Pow):
        return f"{size_text(size.base, 2)}**{size_text(size.exponent, 2)}"
    if isinstance(size, (Floor, Ceiling)):
        return f"{type(size).__name__.lower()}({size_text(size.argument)})"
    if isinstance(size, Mod):
        return f"mod({size_text(size.argument)}, {size_text(size.modulus)})"
    if isinstance(size, Function):
        return f"{size.name}({', '.join(size_text(a) for a in size.arguments)})"
    return getattr(size, "name", type(size).__name__.lower())


def _product_text(product: Mul) -> str:
    top = [f for f in product.factors if not _is_inverse(f)]
    bottom = [f for f in product.factors if _is_inverse(f)]
    sign = ""
    if len(top) > 1 and top[0] == number(-1):
        sign, top = "-", top[1:]
    text = sign + ("*".join(size_text(f, 1) for f in top) or "1")
    return text + "".join("/" + size_text(f.base, 2) for f in bottom if isinstance(f, Pow))


def _is_inverse(factor: Term) -> bool:
    return isinstance(factor, Pow) and factor.exponent == number(-1)


def _joined(parts: list[str]) -> str:
    text = parts[0]
    for part in parts[1:]:
        text += f" - {part[1:]}" if part.startswith("-") else f" + {part}"
    return text


def _bracketed(text: str, wanted: bool) -> str:
    return f"({text})" if wanted else text


# Arithmetic of polynomials


def _atom(term: Term, power: int = 1) -> Polynomial:
    return {((term, power),): Fraction(1)}


def _sum(parts: Sequence[Polynomial]) -> Polynomial:
    found: Polynomial = {}
    for part in parts:
        for monomial, coefficient in part.items():
            found[monomial] = found.get(monomial, Fraction(0)) + coefficient
    return {monomial: coefficient for monomial, coefficient in found.items() if coefficient}


def _scaled(part: Polynomial, by: Fraction) -> Polynomial:
    return {monomial: coefficient * by for monomial, coefficient in part.items()}


def _product(parts: Sequence[Polynomial]) -> Polynomial:
    found: Polynomial = {(): Fraction(1)}
    for part in parts:
        rows = [
            {_times(m, other): c * factor}
            for m, c in found.items()
            for other, factor in part.items()
        ]
        found = _sum(rows)
    return found


def _times(left: Monomial, right: Monomial) -> Monomial:
    powers = dict(left)
    for atom, power in right:
        powers[atom] = powers.get(atom, 0) + power
    kept = [(atom, power) for atom, power in powers.items() if power]
    return tuple(sorted(kept, key=lambda pair: digest(pair[0])))


def _power(base: Term, exponent: Fraction) -> Polynomial:
    inner = polynomial_of(base)
    whole = exponent.denominator == 1
    if whole and 0 <= exponent <= LARGEST_POWER:
        return _product([inner] * int(exponent))
    if whole and exponent < 0 and len(inner) == 1:
        ((monomial, coefficient),) = inner.items()
        inverse = tuple((atom, int(power * exponent)) for atom, power in monomial)
        return {inverse: coefficient ** int(exponent)}
    return _atom(Pow(written(inner), Number(exponent)))


def _rounded(size: Floor | Ceiling) -> Polynomial:
    """floor(p + c) = floor(p) + c for whole terms c, and the floor of a whole term is itself."""
    inner = polynomial_of(size.argument)
    whole = {m: c for m, c in inner.items() if _whole_monomial(m, c)}
    rest = {m: c for m, c in inner.items() if m not in whole}
    if () in rest:
        shift = Fraction(rest[()].numerator // rest[()].denominator)
        whole = _sum([whole, {(): shift}])
        rest = _sum([rest, {(): -shift}])
    if set(rest) == {()}:
        above = Fraction(int(isinstance(size, Ceiling)))
        return _sum([whole, {(): above}])
    return _sum([whole, _atom(type(size)(written(rest)))]) if rest else whole


def _whole_monomial(monomial: Monomial, coefficient: Fraction) -> bool:
    if any(power < 0 or not _whole_atom(atom) for atom, power in monomial):
        return False
    divisor = coefficient.denominator
    return divisor == 1 or any(
        isinstance(atom, Symbol) and is_multiple(atom, divisor) for atom, _ in monomial
    )


def _whole_atom(atom: Term) -> bool:
    if isinstance(atom, Symbol):
        return atom.is_integer
    return isinstance(atom, (Bound, Floor, Ceiling))


def written(part: Polynomial) -> Term:
    """A term for the polynomial, its monomials in one fixed order."""
    terms: list[Term] = []
    for monomial, coefficient in sorted(
        part.items(), key=lambda row: [(digest(atom), power) for atom, power in row[0]]
    ):
        factors: list[Term] = [Number(coefficient)] if coefficient != 1 or not monomial else []
        factors += [atom if power == 1 else Pow(atom, number(power)) for atom, power in monomial]
        terms.append(factors[0] if len(factors) == 1 else Mul(tuple(factors)))
    if not terms:
        return number(0)
    return terms[0] if len(terms) == 1 else Add(tuple(terms))


def _from_least_values(part: Polynomial) -> Polynomial | None:
    """The polynomial in the amounts by which its symbols exceed their least values."""
    rows: list[Polynomial] = []
    for monomial, coefficient in part.items():
        factors: list[Polynomial] = [{(): coefficient}]
        for atom, power in monomial:
            least = least_value(atom) if isinstance(atom, Symbol) and atom.is_integer else None
            if least is None or power < 0:
                return None
            factors += [_sum([_atom(atom), {(): least}])] * power
        rows.append(_product(factors))
    return _sum(rows)
