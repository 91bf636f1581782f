"""What the audit and the jobs tell of imports: who brought which, for which shops, from which upload."""

from __future__ import annotations

from collections.abc import Mapping

from twofour.web.models import AuditEntry, Job

IMPORTED = ("import_files", "change_staff")


def told() -> Mapping[str, AuditEntry]:
    """Import id → the entry of whoever brought it on these pages; others came by the command line."""
    return {one.after["import"]: one for one in AuditEntry.objects.filter(act__in=IMPORTED)}


def told_of(import_id: str) -> AuditEntry | None:
    """The same for one import."""
    return AuditEntry.objects.filter(act__in=IMPORTED, after__import=import_id).first()


def undone_by(import_id: str) -> AuditEntry | None:
    """The request to take an import back."""
    return AuditEntry.objects.filter(act="undo_import", subject=import_id).first()


def shops_of(entry: AuditEntry | None) -> frozenset[str] | None:
    """The shops that an import touched; ``None`` where nobody wrote them down."""
    said = entry.after if entry is not None else None
    return frozenset(said["shops"]) if isinstance(said, dict) and "shops" in said else None


def upload_of(import_id: str) -> str:
    """The upload that an import came from; empty for one that came otherwise."""
    job = Job.objects.filter(kind="import", outcome__import=import_id).first()
    return str(job.wanted["upload"]) if job is not None else ""


def job_of(kind: str, upload: str) -> Job | None:
    """The latest job of a kind for an upload."""
    return Job.objects.filter(kind=kind, wanted__upload=upload).first()


def last_forgetting(shop_id: str) -> Job | None:
    """The latest erasure in a shop that was carried out from these pages."""
    return Job.objects.filter(kind="forget", shop_id=shop_id, state=Job.State.DONE).first()
