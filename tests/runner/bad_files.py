"""Proof files in which things go wrong that Python cannot catch, as text."""

HEAD = '''"""Bad."""
import ctypes, os, sys
from symderive import *

n = size("n")

'''

LOOPS = '''
@claim("Z-1", budget=0.1)
def loops():
    """Never ends."""
    while True: pass


'''

ENDS_ITS_PROCESS = '''
@claim("Z-2")
def leaves():
    """Ends its process."""
    os._exit(3)


@claim("Z-3")
def crashes():
    """Reads where nothing is."""
    ctypes.string_at(0)

'''

ENDED_BY_PYTHON = '''
@claim("Z-4")
def quits():
    """Wants to end everything."""
    sys.exit("enough")


@claim("Z-5")
def interrupts():
    """Pretends that somebody pressed Ctrl-C."""
    raise KeyboardInterrupt


@claim("Z-6")
def fills_the_memory():
    """Asks for more memory than any machine has."""
    return eq(n, len(bytearray(10**18)))


@claim("Z-7")
def gut_für_数(数=vector(n)):
    """A name in other letters: 数."""
    return eq(数 + 数, 2*数)
'''

BAD_BODIES = HEAD + LOOPS + ENDS_ITS_PROCESS + ENDED_BY_PYTHON
BODIES_THAT_PYTHON_ENDS = HEAD + LOOPS + ENDED_BY_PYTHON

NEVER_IMPORTED = HEAD + "while True: pass\n"
LEAVES_AT_IMPORT = HEAD + "os._exit(4)\n"
QUITS_AT_IMPORT = HEAD + 'sys.exit("no more")\n'
NOT_PYTHON = HEAD + "def f(:\n"
