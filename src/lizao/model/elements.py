"""Atomic weights of the elements that are tracked.

Conventional atomic weights, g/mol: IUPAC, Prohaska et al., Pure Appl. Chem. 94 (2022) 573.
"""

from typing import Final

FE_G_PER_MOL: Final = 55.845
P_G_PER_MOL: Final = 30.974
LI_G_PER_MOL: Final = 6.94
C_G_PER_MOL: Final = 12.011
H_G_PER_MOL: Final = 1.008
O_G_PER_MOL: Final = 15.999
TI_G_PER_MOL: Final = 47.867
