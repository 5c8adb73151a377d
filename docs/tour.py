# %% [markdown]
"""
# A tour of symderive

Identities on indexed tensors, proved for all sizes or refuted with a counterexample. This file is
a notebook with a cell at every `# %%`: it opens as one in VS Code and Spyder, in Jupyter through
jupytext, and it runs as a script. Everything shows itself; open a verdict to see its steps.
"""

# %%
from symderive import *

n, k, r = size("n"), size("k"), size("r")
x, y = vector("x", n), vector("y", n)
i, j = index("i", n), index("j", n)

# %% [markdown]
# ## A claim and its opposite
#
# A variable is shown with the values that it takes. A statement is a formula, and claims nothing by
# itself.

# %%
x

# %%
statement = le(inner(x, y) ** 2, squared_norm(x) * squared_norm(y))
statement

# %% [markdown]
# `prove` decides it. This is Cauchy-Schwarz, for vectors of every length.

# %%
prove(statement)

# %% [markdown]
# The other way round it is false, and the smallest counterexample comes with the calculation.

# %%
prove(ge(inner(x, y) ** 2, squared_norm(x) * squared_norm(y)))

# %% [markdown]
# ## Derivatives
#
# `derive` finds a closed form, and gives it back only when it is proved. Softmax has the Jacobian
# that everybody knows:

# %%
p = softmax(x)
derive(jacobian(p, x))

# %% [markdown]
# Derivatives by whole matrices are taken in the shape of what one differentiates by.

# %%
A = matrix("A", n, n)
prove(grad(x.T @ A @ x, x), (A + A.T) @ x)

# %% [markdown]
# ## A derivation with its reasons
#
# A chain keeps every line as it is written. Nothing is decided yet.

# %%
z = exp(x).sum()
chain = (
    calc(diff(p[i], x[j]))
    .eq((delta(i, j) * exp(x[i]) * z - exp(x[i]) * exp(x[j])) / z**2, "quotient rule")
    .eq(p[i] * (delta(i, j) - p[j]), "split the fraction")
)
chain

# %% [markdown]
# In a proof file, a chain belongs to a claim: a function whose parameters are what it quantifies
# over. What a source printed, and got wrong, stands beside the right line.


# %%
@claim("softmax.jacobian")
def jacobian_of_softmax(x=vector(n), i=index(n), j=index(n)):
    """The Jacobian of softmax, entry by entry."""
    p, z = softmax(x), exp(x).sum()
    numerator = delta(i, j) * exp(x[i]) * z - exp(x[i]) * exp(x[j])
    return (
        calc(diff(p[i], x[j]))
        .eq(numerator / z**2, "quotient rule", printed=numerator / z, erratum="p. 12")
        .eq(p[i] * (delta(i, j) - p[j]), "split the fraction")
    )


jacobian_of_softmax

# %% [markdown]
# `explain` decides all of its lines.

# %%
explain(jacobian_of_softmax)

# %% [markdown]
# ## What is missing
#
# A claim that divides by what can be zero is refuted as it stands. The condition that is missing is
# offered.

# %%
mean = x.sum() / x.sum()
prove(mean, 1)

# %% [markdown]
# ## Convolutions
#
# Two convolutions in a row are one, with the convolution of the kernels, for all lengths at once.

# %%
u, v, w = vector("u", k), vector("v", r), vector("w", n)
prove(convolve(convolve(w, u), v), convolve(w, convolve(u, v)))

# %% [markdown]
# At a size one may look at the matrix that an operator is.

# %%
g = vector("g", 4)
jacobian(convolve(g, vector("w", 2)), g).matrix()

# %% [markdown]
# Or look at it as a picture. Here is the Jacobian of softmax, at numbers:

# %%
cells(jacobian(p, x), at={n: 4, x: (2, 1, 0, 0)})

# %% [markdown]
# ## Inequalities and limits
#
# Log-sum-exp lies between the maximum and the maximum plus log n ...

# %%
prove(all_of(le(x.max(), logsumexp(x)), le(logsumexp(x), x.max() + log(n))))

# %% [markdown]
# ... and tends to it. Softmax does not quite tend to the greatest entry: there may be two of them.

# %%
beta = real("beta", above=0)
prove(tends_to(logsumexp(beta * x) / beta, x.max(), beta, oo))

# %%
prove(tends_to(softmax(beta * x)[i], iverson(eq(x[i], x.max())), beta, oo))

# %% [markdown]
# ## Any number of layers
#
# Sizes, weights and values of a net whose depth is a symbol:

# %%
depth = size("L")
sizes = size_family("n", depth)
weights = tensor_family("W", lambda l: (sizes[l], sizes[l - 1]), depth)
weights

# %% [markdown]
# ## Arrays
#
# A formula becomes a function of NumPy arrays, for all sizes, with a source that one can read.

# %%
f = compile_numpy(logsumexp(x), x, name="log_sum_exp")
f

# %%
f([1000.0, 1000.0])
