r"""Factorization and its S-curves: how long a low-rank product learns nothing, and how fast it then learns.

Squared error. L = |A B^T - T|_F^2 / 2 under gradient flow A' = (T - A B^T) B, B' = (T - A B^T)^T A. For T = s a b^T
with unit a, b and small random A, B (N-vectors), the component u along (a, b) grows as

    u(t) = s / (1 + (s/u_0 - 1) e^{-2 s t}),   u_0 = ((a.A + b.B)/2)^2,   half time (1/2s) ln(s/u_0 - 1),

a plateau of length ln(1/u_0)/(2s), then a fall of width 1/s. For rank r with balanced, aligned factors each singular
value s_i follows its own such curve: the strong first.

Cross-entropy. Targets are P = softmax of the flattened low-rank logits, the model Q = softmax(A B^T); L = KL(P|Q). Near
0 the factors grow along the singular vectors of P - 1/(N M), not of the logits, at rate s_1 of that matrix.

The first plateau ends when the loss has fallen by a tenth of its start; `plateaus` finds all of them, and `bumps` where
two learned vectors compete for one vector of the target.
References: Saxe, McClelland, Ganguli, arXiv:1312.6120; Jermyn, Shlegeris, Multi-Component Learning and S-Curves (2022).
"""

from packing.doors import moved, shown
from packing.toymodels.factorization.bumps import BUMP_PROMINENCE as BUMP_PROMINENCE
from packing.toymodels.factorization.bumps import Bump as Bump
from packing.toymodels.factorization.bumps import checked_prominence as checked_prominence
from packing.toymodels.factorization.bumps import find_bumps as find_bumps
from packing.toymodels.factorization.config import Error as Error
from packing.toymodels.factorization.config import FactorizationConfig as FactorizationConfig
from packing.toymodels.factorization.config import FactorPair as FactorPair
from packing.toymodels.factorization.config import Optimizer as Optimizer
from packing.toymodels.factorization.curve import PLATEAU_DROP as PLATEAU_DROP
from packing.toymodels.factorization.curve import LearningCurve as LearningCurve
from packing.toymodels.factorization.curve import bump_share as bump_share
from packing.toymodels.factorization.curve import half_time as half_time
from packing.toymodels.factorization.curve import s_curve as s_curve
from packing.toymodels.factorization.plateaus import Plateau as Plateau
from packing.toymodels.factorization.plateaus import find_plateaus as find_plateaus
from packing.toymodels.factorization.plateaus import learning_time as learning_time
from packing.toymodels.factorization.training import KIND as KIND
from packing.toymodels.factorization.training import pace as pace
from packing.toymodels.factorization.training import train_factorization as train_factorization

__dir__ = shown("packing.toymodels.factorization")

__getattr__ = moved(
    __name__,
    {
        "Descent": "packing.toymodels.factorization:Optimizer",
        "BUMP_DROP": "packing.toymodels.factorization:BUMP_PROMINENCE",
        "BUMP_HEIGHT": "packing.toymodels.factorization:BUMP_PROMINENCE",
    },
)
