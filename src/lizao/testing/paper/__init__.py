"""The paper plant: services with durations, flows and failures, no physics.

Any plant file runs on it. It stands for equipment with a life of its own: a controller that dies
leaves it running, and a new connection is handed every report that was never acknowledged.
"""

from lizao.testing.paper.plant import PaperPlant
from lizao.testing.paper.settings import TICK_S, PaperLine, PaperTimes

__all__ = ["TICK_S", "PaperLine", "PaperPlant", "PaperTimes"]
