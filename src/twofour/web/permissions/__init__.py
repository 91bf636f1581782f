"""Who may do what: one table of rights, and actors who are asked ``can`` and ``check``."""

from twofour.web.permissions.actor import Actor, actor_in, actor_of
from twofour.web.permissions.rights import RIGHTS, Act, Reach

__all__ = ["RIGHTS", "Act", "Actor", "Reach", "actor_in", "actor_of"]
