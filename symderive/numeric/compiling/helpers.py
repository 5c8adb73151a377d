"""Functions that stand in the source of a program where it needs them."""

from __future__ import annotations

HELPERS = {
    "_inside": '''def _inside(index, size):
    """The index, if all of it lies within 0 and size - 1."""
    if np.any(index < 0) or np.any(index >= size):
        raise IndexError(f"an index is out of range: the size is {size}")
    return index
''',
    "_windows": '''def _windows(array, width, axis=0):
    """All windows of an array along an axis; there are none where it is too short."""
    size = array.shape[axis]
    if width <= size:
        return sliding_window_view(array, width, axis)
    return np.empty((*array.shape[:axis], 0, *array.shape[axis + 1 :], width))
''',
    "_step": '''def _step(values):
    """1 above 0, 0 below it, and nan where there is no slope."""
    above = np.greater(values, 0)
    known = above | np.less(values, 0)
    return above.astype(float) if known.all() else np.where(known, above, np.nan)
''',
    "_between": '''def _between(operation, nothing, values, start, stop):
    """The sum, product or extreme value of values[..., start:stop] for all starts and stops."""
    size = values.shape[-1]
    start = np.minimum(np.maximum(start, 0), size)
    stop = np.maximum(np.minimum(stop, size), start)
    start, stop = np.broadcast_arrays(start, stop)
    if size and start.size and (stop - start).sum() <= 4 * size:
        ends = np.stack([start, stop], -1).ravel()
        if np.abs(np.diff(ends)).sum() <= 8 * size:
            return _segments(operation, nothing, values, ends).reshape(
                *values.shape[:-1], *start.shape
            )
    if operation is np.add:
        return _differences(values, start, stop)
    found = np.full((*values.shape[:-1], *start.shape), nothing)
    once = operation is np.multiply
    place, left, step = start.copy(), stop - start, 1
    while left.any():
        # What is multiplied may not overlap; of extreme values two pieces of one length will do.
        here = np.nonzero(left & step) if once else np.nonzero((step <= left) & (left < 2 * step))
        which, first = (..., *here), place[here]
        if once:
            found[which] *= values[..., first]
            place[here] += step
            left[here] -= step
        else:
            last = first + (left[here] - step)
            found[which] = operation(values[..., first], values[..., last])
            left[here] = 0
        values = operation(values[..., :-step], values[..., step:])
        step *= 2
    return found


def _segments(operation, nothing, values, ends):
    """The same for ends start, stop, start, stop, .., each segment by itself."""
    size = values.shape[-1]
    short = np.minimum(ends, size - 1)
    found = operation.reduceat(values, short, axis=-1)[..., ::2]
    found = np.where(short[::2] < short[1::2], found, nothing)
    to_the_end = (ends[::2] < size) & (ends[1::2] == size)
    return np.where(to_the_end, operation(found, values[..., -1:]), found)


def _differences(values, start, stop):
    """Sums of values[..., start:stop] as differences of running sums.

    What rounding takes from each running sum is known exactly and summed as well, so that a small
    sum between large ones keeps its digits.
    """
    size = values.shape[-1]
    sums = np.zeros((*values.shape[:-1], size + 1))
    np.cumsum(values, axis=-1, out=sums[..., 1:])
    lost = np.zeros_like(sums)
    for first in range(0, size, 2**14):
        here, later = slice(first, min(first + 2**14, size)), slice(first + 1, first + 2**14 + 1)
        before, after = sums[..., here], sums[..., later]
        added = after - before
        lost[..., later] = (before - (after - added)) + (values[..., here] - added)
    lost = np.cumsum(lost, axis=-1, out=lost)
    found = sums.take(stop, axis=-1)
    found -= sums.take(start, axis=-1)
    found += lost.take(stop, axis=-1)
    found -= lost.take(start, axis=-1)
    return found
''',
    "_all_but": '''def _all_but(operation, nothing, values):
    """The product or extreme value of all values along the last axis but one, for each of them."""
    before = np.full(values.shape, nothing)
    after = before.copy()
    with np.errstate(over="ignore", under="ignore", invalid="ignore"):
        operation.accumulate(values[..., :-1], axis=-1, out=before[..., 1:])
        operation.accumulate(values[..., :0:-1], axis=-1, out=after[..., -2::-1])
        found = operation(before, after)
        if operation is np.multiply:
            sizes = np.abs([before, after])
            if not (sizes.min(initial=1.0) > 2.0**-500 and sizes.max(initial=1.0) < 2.0**500):
                return _products_but_one(values)
    return found


def _products_but_one(values):
    """The same where running products may be out of the range of floats."""
    ones = np.ones((*values.shape[:-1], 1))
    left, low = _running_products(np.concatenate((ones, values[..., :-1]), axis=-1))
    right, high = _running_products(np.concatenate((ones, values[..., :0:-1]), axis=-1))
    powers = np.clip(low + high[..., ::-1], -4000, 4000)
    return np.ldexp(left * right[..., ::-1], powers)[..., : values.shape[-1]]


def _running_products(values):
    """Running products along the last axis as numbers around 1 and powers of two."""
    values, powers = np.frexp(values)
    powers, moved = np.cumsum(powers, axis=-1), 0
    for first in range(0, values.shape[-1], 512):
        part = slice(first, first + 512)
        if first:
            values[..., first] *= values[..., first - 1]
        values[..., part], more = np.frexp(np.cumprod(values[..., part], axis=-1))
        powers[..., part] += moved + more
        moved = moved + more[..., -1:]
    return values, powers
''',
    "_up_to": '''def _up_to(values, stop):
    """The sums of values[..., :stop] for all stops."""
    sums = np.zeros((*values.shape[:-1], values.shape[-1] + 1))
    np.cumsum(values, axis=-1, out=sums[..., 1:])
    return sums[..., stop]
''',
    "_rising": '''def _rising(values, level, weights=None):
    """The sum of max(0, level - values), weighted, for all levels."""
    rows = _rows(values, level, weights)
    if rows is None:
        return np.zeros((*np.shape(weights)[:-1], *np.shape(level)))
    place, away, gaps, above, sums = rows
    return above[..., place] * away + sums[..., place]


def _squares_above(values, level, weights=None):
    """The sum of max(0, level - values)**2, weighted, for all levels."""
    rows = _rows(values, level, weights)
    if rows is None:
        return np.zeros((*np.shape(weights)[:-1], *np.shape(level)))
    place, away, gaps, above, sums = rows
    squares = np.zeros(above.shape)
    steps = (2 * sums[..., 1:-1] + above[..., 1:-1] * gaps) * gaps
    np.cumsum(steps, axis=-1, out=squares[..., 2:])
    return (above[..., place] * away + 2 * sums[..., place]) * away + squares[..., place]


def _rows(values, level, weights):
    """Values in order: how many are below a level, how far it is above the last of them.

    Also the gaps between neighbours, the weights below each place, and the sums of distances.
    """
    size = len(values)
    if not size:
        return None
    if weights is None:
        values, above = np.sort(values), np.arange(size + 1.0)
    else:
        order = np.argsort(values)
        values, above = values[order], np.zeros((*weights.shape[:-1], size + 1))
        np.cumsum(weights[..., order], axis=-1, out=above[..., 1:])
    gaps, sums = np.diff(values), np.zeros(above.shape)
    np.cumsum(above[..., 1:-1] * gaps, axis=-1, out=sums[..., 2:])
    place = np.searchsorted(values, level)
    return place, level - values[place - 1], gaps, above, sums
''',
    "_spread": '''def _spread(values):
    """The sum of |u - v| over all pairs of values: each gap counts for the pairs around it."""
    below = np.arange(1.0, len(values))
    return 2 * (below * (len(values) - below)) @ np.diff(np.sort(values))
''',
    "_nearest": '''def _nearest(values, level):
    """The distance of each level to the nearest of the values."""
    values = np.sort(values)
    if not len(values):
        return np.full(np.shape(level), np.nan)
    place = np.searchsorted(values, level)
    below, above = np.maximum(place - 1, 0), np.minimum(place, len(values) - 1)
    return np.minimum(np.abs(level - values[below]), np.abs(values[above] - level))
''',
    "_reach": '''def _reach(values, level, bound, below):
    """How many of the values, in order, have values - level below a bound, for all levels."""
    level, bound = np.broadcast_arrays(level, bound)
    if not len(values):
        return np.zeros(level.shape, dtype=int)
    with np.errstate(over="ignore", invalid="ignore"):
        place = np.searchsorted(values, level + bound, "left" if below is np.less else "right")
        # The sum is rounded another way than the difference: what is next to the place decides.
        ahead, behind = np.minimum(place, len(values) - 1), np.maximum(place - 1, 0)
        wrong = (place < len(values)) & below(values[ahead] - level, bound)
        wrong |= (place > 0) & ~below(values[behind] - level, bound)
        if wrong.any():
            level, bound = level[wrong], bound[wrong]
            first, last = np.zeros(len(level), dtype=int), np.full(len(level), len(values))
            while (first < last).any():
                middle, left = (first + last) // 2, first < last
                fits = below(values[np.minimum(middle, len(values) - 1)] - level, bound)
                first = np.where(left & fits, middle + 1, first)
                last = np.where(left & ~fits, middle, last)
            place[wrong] = first
    return place
''',
    "_diagonal": '''def _diagonal(array, row, column, length):
    """array[row + t, column + t] for all t below a length, zeros outside of the array."""
    first = max(0, -row, -column)
    last = min(length, array.shape[0] - row, array.shape[1] - column)
    found = np.zeros(length)
    if first < last:
        array = array[row + first : row + last, column + first : column + last]
        found[first:last] = array.diagonal()
    return found
''',
    "_without_diagonal": '''def _without_diagonal(array, shift):
    """The array with zeros at [..., t, t + shift] for all t."""
    found, (rows, columns) = np.array(array), array.shape[-2:]
    place = np.arange(max(0, -shift), min(rows, columns - shift))
    found[..., place, place + shift] = 0.0
    return found
''',
    "_centre": '''def _centre(values, weights):
    """The mean of values along the last axis, 0 where nothing has a weight."""
    sizes = np.abs(weights)
    sums = sizes.sum(axis=-1)
    return (sizes * values).sum(axis=-1) / np.where(sums > 0, sums, 1.0)
''',
    "_carried": '''def _carried(left, right, values, ahead):
    """The sum of (left[i] @ right[j]) * values[j] over all j < i + ahead, for all i."""
    found, size = np.empty((len(left), values.shape[1])), len(right)
    state, done = np.zeros((left.shape[1], values.shape[1])), 0
    for first in range(0, len(left), 128):
        rows = left[first : first + 128]
        start = min(max(first + ahead, 0), size)
        stop = min(max(first + ahead + len(rows) - 1, 0), size)
        state += right[done:start].T @ values[done:start]
        scores = np.tril(rows @ right[start:stop].T, first + ahead - start - 1)
        found[first : first + 128] = rows @ state + scores @ values[start:stop]
        done = start
    return found
''',
}
