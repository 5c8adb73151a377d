"""The symbols that the corpus writes its identities with: integers, reals, indexed objects."""

from sympy import Function, IndexedBase, Symbol, symbols

a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, q, r, s, t, u, v = symbols(
    "a b c d e f g h i j k l m n o p q r s t u v", integer=True
)
i1, i2, j1, j2, k1, k2, k3, n1, n2, n3, s1, s2, M, N, T = symbols(
    "i1 i2 j1 j2 k1 k2 k3 n1 n2 n3 s1 s2 M N T", integer=True
)

alpha, beta, gamma, eta, lam, theta, X0, Y0 = symbols(
    "alpha beta gamma eta lambda theta X0 Y0", real=True
)
eps = Symbol("epsilon", positive=True)
tau = Symbol("tau", positive=True)

A, B, C, D, G, H, K, L, P, Q, R, S, U, V, W, X, Y, Z = (
    IndexedBase(name) for name in "A B C D G H K L P Q R S U V W X Y Z".split()
)
bias, centre, core, w, w1, w2, w3, x, y, z, target, cotangent = (
    IndexedBase(name) for name in "bias centre core w w1 w2 w3 x y z target cotangent".split()
)

F = Function("F")
phi = Function("phi")
