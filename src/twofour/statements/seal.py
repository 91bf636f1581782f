"""What a frozen run is called and proven by; printed on everything that it writes."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Seal:
    """``run_id`` names the run folder; ``digest`` is the SHA-256 in hex of the run's content."""

    run_id: str
    digest: str
