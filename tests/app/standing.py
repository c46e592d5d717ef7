"""How a home stands beside its facts, where a test does not care."""

from lizao.app.answers.status import Link, Pace

LINK: Link = {"connected": True, "connections": 1, "unconfirmed": 0, "speed": 1.0}
PACE: Pace = {"scan_s": 0.1, "turns": 1, "overruns": 0, "skipped": 0, "ending": False}
