"""Floor, ceiling and Mod: Hermite's identity, digits, lengths of outputs."""

from sympy import Eq, Mod, Sum, ceiling, floor

from symderive import iverson

from .identity import Identity, at_least, false_sibling, stated
from .symbols import a, b, d, i, k, m, n, p, r, s, s1, s2


def _constants() -> list[Identity]:
    return [
        *stated(
            "Hermite's identity for halves",
            floor(n / 2) + floor((n + 1) / 2),
            n,
            [],
            shift_two=n + 1,
        ),
        *stated(
            "Hermite's identity for thirds",
            floor(n / 3) + floor((n + 1) / 3) + floor((n + 2) / 3),
            n,
            [],
            one_term_up=n + 1,
        ),
        *stated(
            "a ceiling as a floor",
            ceiling(n / 4),
            floor((n + 3) / 4),
            [],
            plus_one=floor(n / 4) + 1,
        ),
        *stated(
            "a floor of a floor",
            floor(floor(n / 2) / 3),
            floor(n / 6),
            [],
            divisors_added=floor(n / 5),
        ),
        *stated(
            "the parity of a sum of two integers",
            Mod(m + n, 2),
            Mod(m, 2) + Mod(n, 2) - 2 * Mod(m, 2) * Mod(n, 2),
            [],
            parities_added=Mod(m, 2) + Mod(n, 2),
        ),
        *stated(
            "negating turns a floor into a ceiling",
            floor(-n / 3),
            -ceiling(n / 3),
            [],
            floor_kept=-floor(n / 3),
        ),
        *stated(
            "remainder of a negated integer",
            Mod(-n, 5),
            5 * ceiling(n / 5) - n,
            [],
            odd_function=-Mod(n, 5),
        ),
        *stated(
            "square of a parity",
            Mod(n, 2) ** 2,
            Mod(n, 2),
            [],
            complement=1 - Mod(n, 2),
        ),
        *stated(
            "sum of floors of halves",
            Sum(floor(i / 2), (i, 1, 2 * n)),
            n**2,
            [n >= 1],
            ceilings=n * (n + 1),
        ),
        *stated(
            "rounding to the nearest even index",
            2 * floor((i + 1) / 2),
            i + Mod(i, 2),
            [],
            downwards=i - Mod(i, 2),
        ),
    ]


def _symbolic() -> list[Identity]:
    return [
        *stated(
            "quotient and remainder",
            m * floor(n / m) + Mod(n, m),
            n,
            [m >= 1],
            remainder_subtracted=2 * m * floor(n / m) - n,
        ),
        *stated(
            "ceiling by a symbolic divisor as a floor",
            ceiling(n / r),
            floor((n - 1) / r) + 1,
            [r >= 1],
            always_one_more=floor(n / r) + 1,
        ),
        *stated(
            "ceiling by a symbolic divisor with the divisor added",
            ceiling(n / r),
            floor((n + r - 1) / r),
            [r >= 1],
            divisor_not_reduced=floor((n + r) / r),
        ),
        *stated(
            "nested floors by two symbolic divisors",
            floor(floor(n / r) / s),
            floor(n / (r * s)),
            at_least(1, r, s),
            divisors_added=floor(n / (r + s)),
        ),
        *stated(
            "nested ceilings by two symbolic divisors",
            ceiling(ceiling(n / r) / s),
            ceiling(n / (r * s)),
            at_least(1, r, s),
            floor_outside=floor(ceiling(n / r) / s),
        ),
        *stated(
            "digits of an integer written in base r",
            Mod(r * a + b, r) + r * floor((r * a + b) / r),
            r * a + b,
            [r >= 1],
            digits_taken_for_the_numbers=r * b + a,
        ),
        *stated(
            "the last digit of a digit expansion",
            Mod(r * a + b, r),
            b,
            [r >= 1, b >= 0, b <= r - 1],
            leading_digit=a,
        ),
        false_sibling(
            stated(
                "the last digit of an expansion", Mod(r * a + b, r), b, [r >= 1, b >= 0, b <= r - 1]
            )[0],
            "digit may equal the base",
            given=[r >= 1, b >= 0, b <= r],
        ),
        *stated(
            "floor division after removing the remainder",
            (n - Mod(n, m)) / m,
            floor(n / m),
            [m >= 1],
            rounded_up=ceiling(n / m),
        ),
        *stated(
            "sum of the remainders over full blocks",
            Sum(Mod(i, m), (i, 0, m * n - 1)),
            n * m * (m - 1) / 2,
            at_least(1, m, n),
            one_based_digits=n * m * (m + 1) / 2,
        ),
        *stated(
            "sum of the quotients over full blocks",
            Sum(floor(i / m), (i, 0, m * n - 1)),
            m * n * (n - 1) / 2,
            at_least(1, m, n),
            ceilings=m * n * (n + 1) / 2,
        ),
    ]


def _lengths() -> list[Identity]:
    return [
        *stated(
            "output length of a strided convolution in both notations",
            floor((n - k) / s) + 1,
            ceiling((n - k + 1) / s),
            [*at_least(1, s, k), n >= k],
            window_not_counted=ceiling((n - k) / s),
        ),
        *stated(
            "output length as a count of positions",
            Sum(iverson(s * (i - 1) + k <= n), (i, 1, n)),
            floor((n - k) / s) + 1,
            [*at_least(1, s, k), n >= k],
            ceiling_of_the_quotient=ceiling((n - k) / s) + 1,
        ),
        *stated(
            "same padding with stride one and an odd kernel keeps the length",
            floor((n + 2 * p - (2 * p + 1)) / 1) + 1,
            Sum(1, (i, 1, n)),
            [n >= 1, p >= 0],
            even_kernel=n - 1,
        ),
        *stated(
            "two strided layers have the length of one",
            floor((floor((n - 1) / s1) + 1 - 1) / s2) + 1,
            floor((n - 1) / (s1 * s2)) + 1,
            at_least(1, n, s1, s2),
            strides_added=floor((n - 1) / (s1 + s2)) + 1,
        ),
        *stated(
            "a transposed convolution restores the length when the stride divides",
            s * floor((n - k) / s) + k,
            n,
            [*at_least(1, s, k), n >= k, Eq(Mod(n - k, s), 0)],
            kernel_lost=n - k,
        ),
        *stated(
            "length lost to a stride is the remainder",
            n - (s * floor((n - k) / s) + k),
            Mod(n - k, s),
            [*at_least(1, s, k), n >= k],
            remainder_of_the_length=Mod(n, s),
        ),
        *stated(
            "dilation enlarges the kernel",
            floor((n - (d * (k - 1) + 1)) / s) + 1,
            ceiling((n - d * (k - 1)) / s),
            [*at_least(1, s, k, d), n >= d * (k - 1) + 1],
            dilated_by_the_full_kernel=ceiling((n - d * k) / s),
        ),
        *stated(
            "halving four times",
            ceiling(ceiling(ceiling(ceiling(n / 2) / 2) / 2) / 2),
            ceiling(n / 16),
            [n >= 1],
            divided_by_eight=ceiling(n / 8),
        ),
        *stated(
            "number of padding entries to a multiple of m",
            Mod(-n, m) + n,
            m * ceiling(n / m),
            [m >= 1],
            always_a_full_block=m * floor(n / m) + m,
        ),
        *stated(
            "carry of an index into a ring buffer",
            Mod(i + a, n),
            Mod(i, n) + Mod(a, n) - n * iverson(Mod(i, n) + Mod(a, n) >= n),
            [n >= 1],
            no_carry=Mod(i, n) + Mod(a, n),
        ),
    ]


IDENTITIES: list[Identity] = [*_constants(), *_symbolic(), *_lengths()]
