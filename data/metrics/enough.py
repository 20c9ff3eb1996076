"""How many records a number needs behind it, declared once: screens, files and the hiding of small cells ask here."""

FEW = 5
"""Below this many records a share, a rate or a median says nothing («мало данных»), and a count may name a person."""
FEW_GENITIVE = "пяти"
SURE = 20
"""From this many records on a share or a median can be relied upon; between `FEW` and this it is drawn pale."""
