"""How the laws and unit kernels become machine code: the only place where Numba is set up."""

import hashlib
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final, ParamSpec, TypeVar

from platformdirs import user_cache_dir

P = ParamSpec("P")
R = TypeVar("R")

COMPILING: Final = os.environ.get("LIZAO_COMPILE", "on").lower() != "off"


def source_digest(folder: Path, *versions: str) -> str:
    """Return 16 hex digits that change with any Python file under `folder` and any version."""
    digest = hashlib.sha256()
    for version in versions:
        digest.update(version.encode() + b"\0")
    for path in sorted(folder.rglob("*.py")):
        digest.update(path.relative_to(folder).as_posix().encode() + b"\0")
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()[:16]


def _keep_kernels() -> bool:
    """Point Numba at a kernel folder of exactly these sources; False when none can be written."""
    import numba  # noqa: PLC0415 - half a second that LIZAO_COMPILE=off must not pay

    # Numba fills its settings from the environment by name, which a type checker cannot see.
    settings: Any = numba.config
    if settings.CACHE_DIR:
        return True
    # Numba watches only a function's own file: a change in a callee elsewhere would leave the
    # caller's old kernel in use, so each state of the plant's sources has a folder of its own.
    digest = source_digest(Path(__file__).parent, numba.__version__, sys.version)
    folder = Path(user_cache_dir("lizao")) / "kernels" / digest
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError:
        return False
    if not os.access(folder, os.W_OK):
        return False
    settings.CACHE_DIR = str(folder)
    return True


_CACHED: Final = COMPILING and _keep_kernels()


def compiled(function: Callable[P, R]) -> Callable[P, R]:
    """Return `function` as a kernel compiled on first call, or itself when LIZAO_COMPILE=off.

    Both forms give the same bits as long as the function uses only arithmetic, `math` and int64
    that does not overflow: no literal powers (write `x * x`), no division by zero.
    """
    if not COMPILING:
        return function
    import numba  # noqa: PLC0415 - half a second that LIZAO_COMPILE=off must not pay

    kernel: Callable[P, R] = numba.njit(cache=_CACHED, fastmath=False, error_model="numpy")(
        function
    )
    return kernel


def is_warm() -> bool:
    """Whether a plant can run at once: kernels of these sources are kept, or none are needed."""
    if not COMPILING:
        return True
    import numba  # noqa: PLC0415 - half a second that LIZAO_COMPILE=off must not pay

    settings: Any = numba.config
    return _CACHED and any(Path(settings.CACHE_DIR).rglob("*.nbi"))
