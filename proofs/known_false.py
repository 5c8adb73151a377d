"""False, and often believed.

Every statement here is refuted, with a counterexample that one can follow by hand. Below each
stands why one might believe it. Most are one slip away from something true.
"""

from math import ceil, floor

from symderive import *

m, n, k, r, s = size("m"), size("n"), size("k"), size("r"), size("s")


def believed(function):
    """A claim that is false."""
    return claim(expect="refuted")(function)


"""Exponentials and logarithms."""


@believed
def logarithm_of_a_sum(a=real(above=0), b=real(above=0)):
    """The logarithm of a sum is the sum of the logarithms.

    It is so for products, and the rule is remembered by its shape.
    """
    return eq(log(a + b), log(a) + log(b))


@believed
def exponential_of_a_sum(a=real(), b=real()):
    """The exponential of a sum is the sum of the exponentials.

    Linear functions do this, and near 0 the exponential almost is one.
    """
    return eq(exp(a + b), exp(a) + exp(b))


@believed
def exponential_of_a_product(a=real(), b=real()):
    """The exponential of a product is the product of the exponentials.

    The sum in the exponent was mistaken for a product.
    """
    return eq(exp(a * b), exp(a) * exp(b))


@believed
def logarithm_of_an_average(x=vector(n, above=0)):
    """The logarithm of a mean is the mean of the logarithms.

    It is an inequality, Jensen's, and the equality holds where all entries are equal.
    """
    return eq(log(x.mean()), log(x).mean())


@believed
def root_of_a_sum(a=real(above=0), b=real(above=0)):
    """The root of a sum is the sum of the roots.

    Roots go through products, and this is the same slip as with the logarithm.
    """
    return eq(sqrt(a + b), sqrt(a) + sqrt(b))


@claim(expect="refuted", picture=lambda a: curves(a, (-2, 2)))
def root_of_a_square(a=real()):
    """The root of a square is the number itself.

    It is, for numbers that are not negative; in general it is the absolute value.
    """
    return eq(sqrt(a**2), a)


@believed
def square_of_a_sum(a=real(), b=real()):
    """The square of a sum is the sum of the squares.

    The mixed term is forgotten; it vanishes for orthogonal vectors, where one learns the rule.
    """
    return eq((a + b) ** 2, a**2 + b**2)


@believed
def log_sum_exp_is_the_maximum(x=vector(n)):
    r"""The logarithm of the sum of exponentials is the maximum.

    The two are close when one entry is much larger than the others, and differ by up to $\log n$.
    """
    return eq(logsumexp(x), x.max())


"""Softmax and sigmoid functions."""


@believed
def sigmoid_of_the_double(a=real()):
    r"""$\sigma(2a) = 2 \sigma(a)$.

    The graph is almost straight around 0, though it does not pass through the origin.
    """
    return eq(sigmoid(2 * a), 2 * sigmoid(a))


@believed
def tanh_without_the_double(a=real()):
    r"""$\tanh(a) = 2 \sigma(a) - 1$.

    Both functions have the same limits, and the factor 2 inside is easily lost.
    """
    return eq(tanh(a), 2 * sigmoid(a) - 1)


@believed
def derivative_of_the_sigmoid(a=real()):
    r"""$\sigma'(a) = \sigma(a) (1 + \sigma(a))$.

    Only a sign is wrong, and the values are positive as they should be.
    """
    return eq(diff(sigmoid(a), a), sigmoid(a) * (1 + sigmoid(a)))


@believed
def derivative_of_tanh(a=real()):
    r"""$\tanh'(a) = 1 - \tanh(a)$.

    The square is missing; at 0 one does not see it.
    """
    return eq(diff(tanh(a), a), 1 - tanh(a))


@believed
def sigmoid_is_odd(a=real()):
    r"""$\sigma(-a) = -\sigma(a)$.

    The graph has a point of symmetry, which is not the origin.
    """
    return eq(sigmoid(-a), -sigmoid(a))


@believed
def softmax_scaled(x=vector(n)):
    """Softmax does not change when all logits are multiplied by one number.

    It does not when one number is added to them. A factor is another temperature.
    """
    return eq(softmax(2 * x), softmax(x))


@believed
def jacobian_of_softmax_with_the_wrong_sign(x=vector(n)):
    r"""The Jacobian of softmax is $\operatorname{diag}(p) + p p^{\top}$.

    Off the diagonal the entries are products of probabilities, and their sign is easily dropped.
    """
    p = softmax(x)
    return eq(jacobian(p, x), diag(p) + p @ p.T)


@believed
def jacobian_of_softmax_is_diagonal(x=vector(n)):
    r"""The Jacobian of softmax is $\operatorname{diag}(p (1 - p))$.

    For the sigmoid function, entry by entry, it is. In softmax every output depends on all inputs.
    """
    p = softmax(x)
    return eq(jacobian(p, x), diag(p * (1 - p)))


@believed
def jacobian_of_log_softmax(x=vector(n)):
    r"""The Jacobian of the logarithm of softmax is $I - p p^{\top}$.

    Every row subtracts the probabilities themselves, without a second factor.
    """
    p = softmax(x)
    return eq(jacobian(log_softmax(x), x), eye(n) - p @ p.T)


@believed
def softmax_of_a_sum(x=vector(n), y=vector(n)):
    """Softmax of a sum is the product of both softmaxes.

    Numerators multiply. Denominators do not, unless one of the vectors is constant.
    """
    return eq(softmax(x + y), softmax(x) * softmax(y))


@believed
def largest_probability_is_more_than_half(x=vector(n)):
    r"""The largest entry of softmax is at least $\frac12$.

    It is for two classes.
    """
    return ge(softmax(x).max(), num(1) / 2)


@believed
def softmax_becomes_one_hot(d=vector(n), i=index(n), beta=real()):
    r"""Softmax of $\beta d$ tends to 1 at every largest entry of $d$ as $\beta$ grows.

    Where the maximum is attained twice, both entries tend to $\frac12$.
    """
    largest = forall(lambda l: le(d[l], d[i]), n)
    return tends_to(softmax(beta * d)[i], 1, beta, oo).given(largest)


@believed
def hot_softmax_is_uniform(d=vector(n), i=index(n), beta=real(above=0)):
    r"""Softmax of $\beta d$ tends to $1/n$ as $\beta$ grows.

    It does as $\beta$ tends to 0, since $\beta$ is the reciprocal of the temperature.
    """
    return tends_to(softmax(beta * d)[i], num(1) / n, beta, oo)


@believed
def softmax_over_the_wrong_axis(A=matrix(m, n)):
    """The rows of softmax along the first axis sum to 1.

    The other axis is the one that is summed over; for a single row nothing looks wrong.
    """
    return eq(softmax(A, axis=0).sum(axis=1), ones(m))


"""Indices that are captured, ranges that are empty."""


@believed
def derivative_of_a_sum_of_squares(x=vector(n), i=index(n)):
    r"""The derivative of $\sum_i x_i^2$ by $x_i$ is $\sum_i 2 x_i$.

    The index of the sum and the index of the variable have one name.
    """
    return eq(diff(total(lambda l: x[l] ** 2, n), x[i]), total(lambda l: 2 * x[l], n))


@believed
def derivative_of_a_sum(x=vector(n), i=index(n)):
    r"""The derivative of $\sum_i x_i$ by $x_i$ is $n$.

    Every term is taken to be the one by which is differentiated.
    """
    return eq(diff(x.sum(), x[i]), n)


@believed
def product_of_two_sums(x=vector(n), y=vector(n)):
    r"""$\sum_i x_i \cdot \sum_i y_i = \sum_i x_i y_i$.

    With one name for both indices the two sums look like one.
    """
    return eq(x.sum() * y.sum(), (x * y).sum())


@believed
def sum_of_fractions(x=vector(n, above=0), y=vector(n, above=0)):
    r"""$\sum_i x_i / \sum_i y_i = \sum_i x_i / y_i$.

    The same, with a quotient.
    """
    return eq(x.sum() / y.sum(), (x / y).sum())


@believed
def telescoping_sum(x=vector(n)):
    r"""$\sum_{i=1}^{n} (x_{i+1} - x_i) = x_n - x_1$.

    One difference too many: its last term is outside of the vector.
    """
    return eq(total(lambda i: x[i + 1] - x[i], n), x[n] - x[1])


@believed
def sum_without_terms(x=vector(n)):
    r"""$\sum_{i=1}^{n} x_i = x_1 + \sum_{i=3}^{n} x_i + x_2$.

    For a single entry there is no second one to be split off.
    """
    return eq(x.sum(), x[1] + total(lambda i: x[i], (3, n)) + x[2])


@believed
def sum_of_the_first_numbers():
    r"""$1 + 2 + \cdots + n = n (n - 1)/2$.

    That is the sum up to $n - 1$, and how many pairs there are.
    """
    return eq(total(lambda i: i, n), n * (n - 1) / 2)


@believed
def geometric_sum(q=real()):
    r"""$\sum_{i=0}^{n} q^i = (1 - q^n)/(1 - q)$.

    The last power is left out, and $q = 1$ is forgotten.
    """
    return eq(total(lambda i: q**i, (0, n)), (1 - q**n) / (1 - q))


@believed
def maximum_of_a_sum(x=vector(n), y=vector(n)):
    """The maximum of a sum is the sum of the maxima.

    It is at most that. The two maxima may stand at different places.
    """
    return eq((x + y).max(), x.max() + y.max())


@believed
def maximum_of_a_product(x=vector(n)):
    """The maximum of $c$ times a vector is $c$ times the maximum.

    For a negative factor it is $c$ times the minimum.
    """
    return eq((-2 * x).max(), -2 * x.max())


@believed
def minimum_from_the_maximum(x=vector(n)):
    """The minimum is minus the maximum.

    It is minus the maximum of the negative entries.
    """
    return eq(x.min(), -x.max())


@believed
def division_undone(p=index(n)):
    """Dividing by two and doubling gives back the number.

    Only if nothing has been rounded off.
    """
    return eq(2 * floor(p / 2), p)


@believed
def ceilings_and_floors(p=index(n)):
    r"""$\lceil p/2 \rceil = \lfloor p/2 \rfloor + 1$.

    For odd numbers it is so.
    """
    return eq(ceil(p / 2), floor(p / 2) + 1)


"""Matrices."""


@believed
def transpose_of_a_product(A=matrix(n, n), B=matrix(n, n)):
    r"""$(A B)^{\top} = A^{\top} B^{\top}$.

    The order turns around, which the shapes of square matrices do not show.
    """
    return eq((A @ B).T, A.T @ B.T)


@believed
def products_commute(A=matrix(n, n), B=matrix(n, n)):
    """$A B = B A$.

    Numbers do, and so do diagonal matrices.
    """
    return eq(A @ B, B @ A)


@believed
def square_of_a_difference(A=matrix(n, n), B=matrix(n, n)):
    """$(A + B)(A - B) = A^2 - B^2$.

    The mixed terms cancel only if $A$ and $B$ commute.
    """
    return eq((A + B) @ (A - B), A @ A - B @ B)


@believed
def trace_of_three(A=matrix(n, n), B=matrix(n, n), C=matrix(n, n)):
    r"""$\operatorname{tr}(A B C) = \operatorname{tr}(A C B)$.

    A trace may be turned around in a circle; of two factors every order is a turn.
    """
    return eq(trace(A @ B @ C), trace(A @ C @ B))


@believed
def trace_of_a_product(A=matrix(n, n), B=matrix(n, n)):
    r"""$\operatorname{tr}(A B) = \operatorname{tr}(A) \operatorname{tr}(B)$.

    That is true of determinants, and of Kronecker products.
    """
    return eq(trace(A @ B), trace(A) * trace(B))


@believed
def zero_product(A=matrix(n, n)):
    """If $A A = 0$, then $A = 0$.

    Numbers have no other roots of zero. Matrices have, from two rows on.
    """
    return implies(eq(A @ A, zeros(n, n)), eq(A, zeros(n, n)))


@believed
def cancelling_a_matrix(A=matrix(n, n), x=vector(n)):
    """If $A x = 0$, then $x = 0$.

    One has divided by $A$, which may have no inverse.
    """
    return implies(eq(A @ x, zeros(n)), eq(x, zeros(n)))


@believed
def left_inverse_of_a_tall_matrix(A=matrix(m, n), B=matrix(n, m)):
    """If $B A = I$, then $A B = I$.

    For square matrices it is so.
    """
    return implies(eq(B @ A, eye(n)), eq(A @ B, eye(m)))


@believed
def quadratic_form_of_the_transpose(A=matrix(n, n), x=vector(n), y=vector(n)):
    r"""$x^{\top} A y = y^{\top} A x$.

    It needs a symmetric matrix, or $x = y$.
    """
    return eq(x.T @ A @ y, y.T @ A @ x)


@believed
def norm_of_a_sum(x=vector(n), y=vector(n)):
    """The squared norm of a sum is the sum of the squared norms.

    This is what Pythagoras says of orthogonal vectors.
    """
    return eq(squared_norm(x + y), squared_norm(x) + squared_norm(y))


@believed
def kronecker_products_commute(A=matrix(m, n), B=matrix(m, n)):
    r"""$A \otimes B = B \otimes A$.

    Both have the same entries, at other places.
    """
    return eq(kron(A, B), kron(B, A))


@believed
def stacked_product(A=matrix(m, n), X=matrix(n, k), B=matrix(k, r)):
    r"""$\operatorname{vec}(A X B) = (A \otimes B^{\top}) \operatorname{vec}(X)$.

    That is the rule for stacked rows. For stacked columns the factors change places.
    """
    return eq(vec(A @ X @ B), kron(A, B.T) @ vec(X))


@believed
def rows_for_columns(X=matrix(m, n), p=index(m), q=index(n)):
    """In a row-major reshape the entry $(p, q)$ stands at place $m(q - 1) + p$.

    The formula is that of stacked columns; for square matrices the place is at least in range.
    """
    return eq(X.reshape(m * n, order="C")[m * (q - 1) + p], X[p, q])


@believed
def reshape_is_transpose(X=matrix(m, n)):
    r"""Reshaping an $m \times n$ matrix to $n \times m$ transposes it.

    The shape is right, and for one row or column so are the entries.
    """
    return eq(X.reshape(n, m, order="C"), X.T)


@believed
def entrywise_and_matrix_product(A=matrix(n, n), B=matrix(n, n)):
    """The product entry by entry is the product of matrices.

    Both are written with a star in some languages.
    """
    return eq(A * B, A @ B)


"""Matrix derivatives."""


@believed
def gradient_of_a_quadratic_form(A=matrix(n, n), x=vector(n)):
    r"""The gradient of $x^{\top} A x$ is $2 A x$.

    For symmetric matrices; in general it is $(A + A^{\top}) x$.
    """
    return eq(grad(x.T @ A @ x, x), 2 * A @ x)


@believed
def gradient_of_a_trace(A=matrix(n, n), X=matrix(n, n)):
    r"""The gradient of $\operatorname{tr}(A X)$ by $X$ is $A$.

    It is the transpose, in the layout in which the gradient has the shape of $X$.
    """
    return eq(grad(trace(A @ X), X), A)


@believed
def gradient_of_least_squares(A=matrix(m, n), x=vector(n), b=vector(m)):
    r"""The gradient of $\|A x - b\|^2$ is $A^{\top} (A x - b)$.

    With one half in front of the loss it would be.
    """
    return eq(grad(squared_norm(A @ x - b), x), A.T @ (A @ x - b))


@believed
def jacobian_of_a_linear_map(A=matrix(n, n), x=vector(n)):
    r"""The Jacobian of $A x$ is $A^{\top}$.

    In the other layout, where columns belong to outputs.
    """
    return eq(jacobian(A @ x, x), A.T)


@believed
def chain_rule_without_the_transpose(A=matrix(n, n), x=vector(n), L=function(of=vector(n))):
    r"""The gradient of $L(A x)$ is $A\, \nabla L(A x)$.

    Going backward through a layer takes the transpose.
    """
    return eq(grad(L(A @ x), x), A @ L.grad(A @ x))


@believed
def product_rule(F=function(), G=function(), t=real()):
    """The derivative of a product is the product of the derivatives.

    Sums are differentiated term by term, and products look no harder.
    """
    return eq(diff(F(t) * G(t), t), F.prime(t) * G.prime(t))


@believed
def chain_rule_without_the_inner_derivative(F=function(), t=real()):
    r"""The derivative of $F(t^2)$ is $F'(t^2)$.

    The inner derivative is missing.
    """
    return eq(diff(F(t**2), t), F.prime(t**2))


@believed
def derivative_of_relu(t=real()):
    r"""The derivative of ReLU is 1 for $t \ge 0$, and 0 for $t < 0$.

    At 0 there is no derivative; libraries return 0 there, or 1, or $\frac12$.
    """
    return eq(diff(relu(t), t), iverson(ge(t, 0)))


"""Means and variances."""


@believed
def variance_with_one_less(x=vector(n)):
    """The mean square minus the squared mean is the sum of squared deviations over $n - 1$.

    The estimator without bias divides by $n - 1$, the variance of the sample by $n$.
    """
    deviations = total(lambda i: (x[i] - x.mean()) ** 2, n)
    return eq((x**2).mean() - x.mean() ** 2, deviations / (n - 1)).given(ge(n, 2))


@believed
def variance_is_the_mean_square(x=vector(n)):
    """The variance is the mean of the squares.

    After the mean has been subtracted it is.
    """
    return eq(((x - x.mean()) ** 2).mean(), (x**2).mean())


@believed
def mean_of_means(x=vector(m), y=vector(n)):
    """The mean of two samples is the mean of their means.

    If they have the same number of entries.
    """
    return eq(concatenate(x, y).mean(), (x.mean() + y.mean()) / 2)


@believed
def mean_of_a_product(x=vector(n), y=vector(n)):
    """The mean of a product is the product of the means.

    For independent variables, and not for the entries of any two vectors.
    """
    return eq((x * y).mean(), x.mean() * y.mean())


@believed
def mean_of_a_quotient(x=vector(n, above=0)):
    """The mean of the reciprocals is the reciprocal of the mean.

    That is the harmonic mean, which is at most the arithmetic one.
    """
    return eq((1 / x).mean(), 1 / x.mean())


@believed
def divergence_is_symmetric():
    r"""The divergence is symmetric, at $p = (1/2, 1/2)$ and $q = (1/4, 3/4)$.

    It is called a distance now and then.
    """
    p, q = stack(num(1) / 2, num(1) / 2), stack(num(1) / 4, num(3) / 4)
    return eq(kl(p, q), kl(q, p))


@believed
def divergence_of_any_two(p=simplex(n), q=simplex(n)):
    """The divergence is symmetric for all distributions.

    For $n = 1$ there is only one, and near $p = q$ the two agree up to third order.
    """
    return eq(kl(p, q), kl(q, p))


@believed
def cross_entropy_is_symmetric(p=simplex(n), q=simplex(n)):
    """The cross-entropy does not depend on the order of target and prediction.

    The target stands outside of the logarithm, the prediction inside.
    """
    return eq(cross_entropy(p, q), cross_entropy(q, p))


@believed
def cross_entropy_is_the_divergence(p=simplex(n), q=simplex(n)):
    """The cross-entropy is the divergence.

    They have the same gradient in $q$, and differ by the entropy of $p$.
    """
    return eq(cross_entropy(p, q), kl(p, q))


@believed
def entropy_is_at_most_one(p=simplex(n)):
    """An entropy is at most 1.

    In bits and for two outcomes.
    """
    return le(entropy(p), 1)


"""Convolutions and pooling."""


@believed
def convolution_is_correlation(x=vector(n), w=vector(k)):
    """A full convolution is a full correlation.

    The kernel is flipped in one of them. Networks learn the flipped one without being told.
    """
    return eq(convolve(x, w), correlate(x, w, mode="full"))


@believed
def correlation_commutes(x=vector(n), w=vector(k)):
    """The correlation of $x$ with $w$ is that of $w$ with $x$.

    Convolutions commute. Of correlations one comes out reversed.
    """
    return eq(correlate(x, w, mode="full"), correlate(w, x, mode="full"))


@believed
def length_of_a_convolution(x=vector(n), w=vector(k)):
    """A valid convolution has $n - k$ entries.

    One window more fits than the kernel can be moved.
    """
    y = correlate(x, w)
    return eq(y, array(n - k, lambda i: y[i])).given(lt(k, n))


@believed
def length_with_a_stride(x=vector(n), w=vector(k)):
    r"""With stride $s$ there are $\lceil (n - k)/s \rceil$ windows.

    The first window is not counted when the division leaves no remainder.
    """
    y = correlate(x, w, stride=s)
    return eq(y, array(ceil((n - k) / s), lambda i: y[i])).given(le(k, n))


@believed
def padding_on_one_side(x=vector(n), w=vector(k)):
    """Padding by $p$ adds $p$ entries.

    It adds them on both sides.
    """
    y = correlate(x, w, padding=1)
    return eq(y, array(n + 1 - k + 1, lambda i: y[i])).given(le(k, n + 1))


@believed
def same_padding_for_every_kernel(x=vector(n), w=vector(k)):
    r"""Padding by $\lfloor k/2 \rfloor$ keeps the length.

    For kernels of odd length.
    """
    y = correlate(x, w, padding=floor(k / 2))
    return eq(y, array(n, lambda i: y[i]))


@believed
def maximum_pool_is_linear(X=matrix(2 * m, 2 * n), Y=matrix(2 * m, 2 * n)):
    """The maximum pool of a sum is the sum of the pools.

    The average pool does this.
    """
    return eq(max_pool(X + Y, 2), max_pool(X, 2) + max_pool(Y, 2))


@believed
def maximum_pool_is_average_pool(X=matrix(2 * m, 2 * n)):
    """The maximum pool is the average pool.

    On images that are constant on windows.
    """
    return eq(max_pool(X, 2), average_pool(X, 2))


@believed
def upsampling_undoes_pooling(X=matrix(2 * m, 2 * n)):
    """Pooling and then upsampling gives back the image.

    The other way round it does.
    """
    return eq(upsample(average_pool(X, 2), 2), X)


@believed
def adjoint_of_the_pool(X=matrix(2 * m, 2 * n), Y=matrix(m, n)):
    r"""Upsampling is the adjoint of the average pool.

    Up to the factor $\frac14$.
    """
    return eq(inner(average_pool(X, 2), Y), inner(X, upsample(Y, 2)))


@believed
def first_window_of_a_pool(X=matrix(2 * m, 2 * n), i=index(m), j=index(n)):
    """The window $(i, j)$ has the rows $2i$ and $2i + 1$.

    That is so when counting starts at 0.
    """
    window = X[2 * i, 2 * j] + X[2 * i + 1, 2 * j] + X[2 * i, 2 * j + 1] + X[2 * i + 1, 2 * j + 1]
    return eq(average_pool(X, 2)[i, j], window / 4)


@believed
def gradient_of_a_convolution(x=vector(n), w=vector(k), g=vector(n - k + 1)):
    """The gradient in the input is the full correlation of the outer gradient with the kernel.

    With the kernel flipped: the full convolution.
    """
    return eq(vjp(correlate(x, w), x, g), correlate(g, w, mode="full")).given(le(k, n))


"""Layers."""


@believed
def attention_over_the_wrong_axis(Q=matrix(n, k), K=matrix(m, k), V=matrix(m, r)):
    """Attention may normalise its scores over the queries.

    Then the weights of a query do not sum to 1: equal values are not returned as they are.
    """
    P = softmax(Q @ K.T, axis=0)
    return implies(eq(V, ones(m, r)), eq(P @ V, ones(n, r)))


@believed
def attention_gradient_of_the_scores(S=matrix(n, m), G=matrix(n, m)):
    """The gradient in the scores is the outer gradient times the weights.

    The row sums that softmax subtracts are missing.
    """
    P = softmax(S)
    return eq(vjp(P, S, G), P * G)


def normalised(x, variance):
    """x minus its mean, divided by a root."""
    return (x - x.mean()) / sqrt(variance)


def spread(x):
    """The mean squared deviation."""
    return ((x - x.mean()) ** 2).mean()


@believed
def batch_norm_without_the_mean(x=vector(n), g=vector(n)):
    """The gradient through a batch normalisation is the outer one, divided by $s$.

    As if mean and variance were constants.
    """
    v = spread(x) + 1
    return eq(vjp(normalised(x, v), x, g), g / sqrt(v))


@believed
def batch_norm_with_the_mean_only(x=vector(n), g=vector(n)):
    """The gradient subtracts the mean of the outer one, and divides by $s$.

    The term that goes through the variance is missing.
    """
    v = spread(x) + 1
    return eq(vjp(normalised(x, v), x, g), (g - g.mean()) / sqrt(v))


@believed
def layer_norm_jacobian(x=vector(n)):
    r"""The Jacobian of a layer normalisation is $(I - \frac1n 1 1^{\top})/s$.

    The term $\hat x \hat x^{\top} / n$ is missing.
    """
    v = spread(x) + 1
    return eq(jacobian(normalised(x, v), x), (eye(n) - ones(n, n) / n) / sqrt(v))


@believed
def layer_norm_of_a_shift_and_scale(x=vector(n), c=real(above=0)):
    r"""A layer normalisation does not change when its input is scaled.

    But for the 1 (or $\varepsilon$) under the root.
    """
    y = c * x
    return eq(normalised(y, spread(y) + 1), normalised(x, spread(x) + 1))


@believed
def two_linear_layers_with_relu(W=matrix(m, n), V=matrix(k, m), x=vector(n)):
    """Two layers with ReLU between them are one linear layer.

    Without ReLU they are.
    """
    return eq(V @ relu(W @ x), (V @ W) @ x)


@believed
def relu_of_a_sum(x=vector(n), y=vector(n)):
    r"""$\operatorname{ReLU}(x + y) = \operatorname{ReLU}(x) + \operatorname{ReLU}(y)$.

    Where the entries have the same sign.
    """
    return eq(relu(x + y), relu(x) + relu(y))


@believed
def cross_entropy_gradient_of_any_target(z=vector(n), y=vector(n)):
    r"""The gradient of the cross-entropy with softmax is $p - y$, for every $y$.

    The entries of the target must sum to 1.
    """
    loss = -total(lambda i: y[i] * log_softmax(z)[i], n)
    return eq(grad(loss, z), softmax(z) - y)


@believed
def squared_error_of_a_sigmoid_is_convex(a=real(), y=real()):
    """The second derivative of the squared error of a sigmoid unit is not negative.

    In the output of the unit the loss is convex, in its activation it is not.
    """
    return ge(diff(diff((y - sigmoid(a)) ** 2, a), a), 0)


@believed
def bias_halved_with_the_weights(W=matrix(m, n), w=vector(m), x=vector(n)):
    """In a layer of sigmoid units written with tanh all parameters behind it are halved.

    The new bias is that of the old one and half the sum of the weights.
    """
    return eq(W @ sigmoid(x) + w, W / 2 @ tanh(x / 2) + w / 2)
