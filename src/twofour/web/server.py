"""Start the web application for a data folder: secrets, database, static files, worker, then serve."""

from __future__ import annotations

import os
import secrets
import sys
import warnings
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path

from twofour.problems import Refused
from twofour.text import Text

_STAMP = "version"
_SWITCH_SECONDS = 0.001


def prepare(data: Path) -> None:
    """Make ``data`` ready to be served: its secret, its database's tables, its compressed static files.

    Django is set up for this data folder from here on, for the life of the process. Raises ``Refused``
    when the folder cannot be written.
    """
    kept = data / "web"
    try:
        kept.mkdir(parents=True, exist_ok=True)
        secret = _secret(kept / "secret.key")
    except OSError as error:
        raise Refused(
            Text(
                f"写不进数据目录 {kept}：{error.strerror}；请检查权限",
                f"cannot write to {kept}: {error.strerror}; check the folder's permissions",
            )
        ) from None
    os.environ["DJANGO_SETTINGS_MODULE"] = "twofour.web.settings"
    os.environ["TWOFOUR_DATA"] = str(data)
    os.environ["TWOFOUR_SECRET_KEY"] = secret
    os.environ["TWOFOUR_SERVED"] = "1"

    import django
    from django.core.management import call_command

    django.setup()
    _collect(kept / "static")
    call_command("migrate", verbosity=0, interactive=False)

    from twofour.web.bridge import demo
    from twofour.web.stage import set_stage

    if demo.here():
        set_stage()


def serve(host: str, port: int, ready: Callable[[str], None]) -> None:
    """Answer requests until interrupted; ``ready`` is told the address once the door is open.

    ``prepare`` was called before. Raises ``Refused`` when the port is taken.
    """
    import socket

    import uvicorn

    from twofour.web import worker
    from twofour.web.warming import Warming

    door = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET)
    door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        door.bind((host, port))
        door.listen()  # who comes before the application is loaded waits instead of being turned away
    except OSError as error:
        raise Refused(
            Text(
                f"{host}:{port} 用不了：{error.strerror}；请用 --port 换一个端口",
                f"{host}:{port} cannot be used: {error.strerror}; choose another with --port",
            )
        ) from None
    # Static files come from a synchronous library: small, read whole, cached by browsers for ever.
    warnings.filterwarnings("ignore", message="StreamingHttpResponse must consume synchronous iterators")
    # Whoever computes yields soon to whoever only has a page to write.
    sys.setswitchinterval(_SWITCH_SECONDS)
    worker.start()
    warming = Warming().start()
    config = uvicorn.Config(
        "twofour.web.asgi:application",
        log_level="warning",
        access_log=False,
        lifespan="off",
        server_header=False,
    )
    ready(f"http://{host}:{door.getsockname()[1]}/")
    try:
        uvicorn.Server(config).run(sockets=[door])
    finally:
        warming.stop()


def _secret(path: Path) -> str:
    """The key that signs sessions, made once; nobody else may read its file."""
    if not path.exists():
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w", encoding="ascii") as file:
            file.write(secrets.token_urlsafe(50))
    return path.read_text(encoding="ascii")


def _collect(folder: Path) -> None:
    """Copy and compress the static files once per version; a page names them by their content."""
    from django.core.management import call_command

    wanted = f"{version('twofour')} {_newest_static()}"
    stamp = folder / _STAMP
    if not stamp.is_file() or stamp.read_text(encoding="ascii") != wanted:
        call_command("collectstatic", verbosity=0, interactive=False, clear=True)
        stamp.write_text(wanted, encoding="ascii")


def _newest_static() -> int:
    """When the youngest of our static files was changed, whole seconds: a copy older than that is stale."""
    folder = Path(__file__).parent / "static"
    return max(int(path.stat().st_mtime) for path in folder.rglob("*") if path.is_file())
