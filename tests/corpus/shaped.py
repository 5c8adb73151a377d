"""Arrays with shapes: every index has to stay in its range, from 1 to the size."""

from sympy import Basic, Derivative, Eq, Expr, IndexedBase, Min, Mod, Sum, ceiling, exp, floor

from symderive import iverson

from .identity import Identity, at_least, false_sibling, stated, within
from .symbols import a, b, c, d, i, j, k, l, m, n, o, p, q, r, s, t, u, v


def _array(name: str, *shape: Expr) -> IndexedBase:
    """An indexed object of that shape."""
    return IndexedBase(name, shape=shape)


def _without(identity: Identity, mistake: str, given: list[Basic]) -> Identity:
    return false_sibling(identity, mistake, given=given)


def _vectors() -> list[Identity]:
    h_, w_, f_ = _array("h", d), _array("w", k), _array("f", n)
    convolution = stated(
        "a convolution inside its range, taps from behind",
        Sum(h_[i + j - 1] * w_[j], (j, 1, k)),
        Sum(h_[i + k - j] * w_[k + 1 - j], (j, 1, k)),
        [k >= 1, d >= k, *within((i, d - k + 1))],
        reads_entry_zero=Sum(h_[i + k - j - 1] * w_[k + 1 - j], (j, 1, k)),
    )
    difference = stated(
        "second differences inside the range",
        Sum(f_[i + 1] - 2 * f_[i] + f_[i - 1], (i, 2, n - 1)),
        f_[n] - f_[n - 1] - f_[2] + f_[1],
        [n >= 2],
        boundary_included=Sum(f_[i + 1] - 2 * f_[i] + f_[i - 1], (i, 1, n)),
    )
    causal = stated(
        "a bracket protects a causal filter from reading before the start",
        Sum(w_[t] * f_[i - t] * iverson(i - t >= 1), (t, 1, k)),
        Sum(w_[t] * f_[i - t], (t, 1, Min(k, i - 1))),
        [*at_least(1, n, k), *within((i, n))],
        bracket_forgotten=Sum(w_[t] * f_[i - t], (t, 1, k)),
        bracket_too_wide=Sum(w_[t] * f_[i - t] * iverson(i - t >= 0), (t, 1, k)),
    )
    derivative = stated(
        "derivative of a squared norm by an entry",
        Derivative(Sum(f_[i] ** 2, (i, 1, n)), f_[j]),
        2 * f_[j],
        [n >= 1, *within((j, n))],
        entry_behind_it=2 * f_[j + 1],
    )
    return [
        *convolution,
        _without(convolution[0], "one output too many", [k >= 1, d >= k, *within((i, d - k + 2))]),
        *difference,
        _without(difference[0], "single entry allowed", [n >= 1]),
        *causal,
        *derivative,
        _without(derivative[0], "index may pass the end", [n >= 1, j >= 1]),
        *stated(
            "a reversed sum inside the range",
            Sum(f_[n + 1 - i] * i, (i, 1, n)),
            Sum(f_[i] * (n + 1 - i), (i, 1, n)),
            [n >= 1],
            reversed_around_n=Sum(f_[n - i] * i, (i, 1, n)),
        ),
        *stated(
            "a circular shift that counts from one",
            Sum(f_[Mod(i - 1 + p, n) + 1], (i, 1, n)),
            Sum(f_[i], (i, 1, n)),
            [n >= 1],
            remainder_may_be_zero=Sum(f_[Mod(i + p, n)], (i, 1, n)),
        ),
        *stated(
            "an empty range reads nothing",
            Sum(f_[n + i], (i, 1, 0)) + Sum(f_[i], (i, 1, n)),
            Sum(f_[n + 1 - i], (i, 1, n)),
            [n >= 1],
            one_entry_behind_the_end=Sum(f_[i], (i, 1, n + 1)),
        ),
    ]


def _blocks() -> list[Identity]:
    long, flat, short = _array("b", r * n), _array("f", m * n), _array("s", n)
    upsampled = stated(
        "upsampling reads inside the range",
        Sum(short[ceiling(i / r)], (i, 1, r * n)),
        r * Sum(short[j], (j, 1, n)),
        at_least(1, n, r),
        floor_reads_entry_zero=Sum(short[floor(i / r)], (i, 1, r * n)),
        one_position_more=Sum(short[ceiling(i / r)], (i, 1, r * n + 1)),
    )
    window = stated(
        "a window of an array of full windows",
        Sum(long[r * (i - 1) + t], (t, 1, r)),
        Sum(long[r * i + 1 - t], (t, 1, r)),
        [*at_least(1, n, r), *within((i, n))],
        next_window=Sum(long[r * i + t], (t, 1, r)),
    )
    strided = _array("x", s * (n - 1) + k)
    return [
        *upsampled,
        *window,
        _without(window[0], "one window too many", [*at_least(1, n, r), *within((i, n + 1))]),
        *stated(
            "a flattened matrix is read inside its range",
            Sum(flat[m * (j - 1) + i], (i, 1, m), (j, 1, n)),
            Sum(flat[t], (t, 1, m * n)),
            at_least(1, m, n),
            column_counted_from_zero=Sum(flat[m * j + i], (i, 1, m), (j, 1, n)),
        ),
        *stated(
            "strided windows fill the array exactly",
            Sum(strided[s * (i - 1) + t], (t, 1, k)),
            Sum(strided[s * (i - 1) + k + 1 - t], (t, 1, k)),
            [*at_least(1, n, s, k), *within((i, n))],
            windows_counted_from_zero=Sum(strided[s * i + t], (t, 1, k)),
        ),
        *stated(
            "even and odd entries of an array of even length",
            Sum(_array("e", 2 * n)[t], (t, 1, 2 * n)),
            Sum(_array("e", 2 * n)[2 * t] + _array("e", 2 * n)[2 * t - 1], (t, 1, n)),
            [n >= 1],
            entry_behind_the_end=Sum(
                _array("e", 2 * n)[2 * t] + _array("e", 2 * n)[2 * t + 1], (t, 1, n)
            ),
        ),
        *stated(
            "the transposed position of a flattened matrix is a position",
            Sum(flat[n * Mod(t - 1, m) + floor((t - 1) / m) + 1], (t, 1, m * n)),
            Sum(flat[t], (t, 1, m * n)),
            at_least(1, m, n),
            radix_of_the_rows=Sum(flat[m * Mod(t - 1, m) + floor((t - 1) / m) + 1], (t, 1, m * n)),
        ),
    ]


def _matrices() -> list[Identity]:
    table, square, image = _array("X", m, n), _array("S", n, n), _array("I", 2 * m, 2 * n)
    queries, keys, values = _array("Q", m, d), _array("K", n, d), _array("V", n, p)
    weight = exp(Sum(queries[i, c] * keys[j, c], (c, 1, d)))
    normaliser = Sum(exp(Sum(queries[i, c] * keys[l, c], (c, 1, d))), (l, 1, n))
    attention = stated(
        "attention with shaped queries, keys and values",
        Derivative(Sum(weight * values[j, o], (j, 1, n)) / normaliser, values[q, o]),
        exp(Sum(queries[i, c] * keys[q, c], (c, 1, d))) / normaliser,
        [*at_least(1, m, n, d, p), *within((i, m), (o, p), (q, n))],
        key_and_query_exchanged=exp(Sum(queries[q, c] * keys[i, c], (c, 1, d))) / normaliser,
    )
    return [
        *stated(
            "row sums and column sums of a matrix",
            Sum(Sum(table[i, j], (j, 1, n)), (i, 1, m)),
            Sum(Sum(table[i, j], (i, 1, m)), (j, 1, n)),
            at_least(1, m, n),
            indices_transposed=Sum(Sum(table[j, i], (j, 1, n)), (i, 1, m)),
        ),
        *stated(
            "trace of a square matrix from behind",
            Sum(square[i, i], (i, 1, n)),
            Sum(square[n + 1 - i, n + 1 - i], (i, 1, n)),
            [n >= 1],
            antidiagonal=Sum(square[i, n + 1 - i], (i, 1, n)),
            diagonal_of_a_wide_matrix=Sum(table[i, i], (i, 1, n)),
        ),
        *stated(
            "pooling an image of even size",
            Sum(image[2 * i - u, 2 * j - v], (u, 0, 1), (v, 0, 1)),
            Sum(
                iverson(Eq(ceiling(a / 2), i) & Eq(ceiling(b / 2), j)) * image[a, b],
                (a, 1, 2 * m),
                (b, 1, 2 * n),
            ),
            [*at_least(1, m, n), *within((i, m), (j, n))],
            window_after_the_position=Sum(image[2 * i + u, 2 * j + v], (u, 0, 1), (v, 0, 1)),
        ),
        *attention,
        _without(
            attention[0],
            "query behind the last row",
            [*at_least(1, m, n, d, p, i), *within((o, p), (q, n))],
        ),
        *stated(
            "upper triangle of a square matrix by diagonals",
            Sum(square[i, j], (i, 1, j), (j, 1, n)),
            Sum(square[i, i + t], (i, 1, n - t), (t, 0, n - 1)),
            [n >= 1],
            diagonals_not_shortened=Sum(square[i, i + t], (i, 1, n), (t, 0, n - 1)),
        ),
        *stated(
            "matrix product of shaped factors",
            Sum(table[i, j] * values[j, o], (j, 1, n)),
            Sum(values[n + 1 - j, o] * table[i, n + 1 - j], (j, 1, n)),
            [*at_least(1, m, n, p), *within((i, m), (o, p))],
            inner_size_of_the_rows=Sum(table[i, j] * values[j, o], (j, 1, m)),
        ),
    ]


IDENTITIES: list[Identity] = [*_vectors(), *_blocks(), *_matrices()]
