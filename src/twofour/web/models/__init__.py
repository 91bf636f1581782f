"""What only the web application keeps: accounts and grants, the audit, drafts, questions, jobs."""

from twofour.web.models.accounts import Account, Grant, Role, Sharing
from twofour.web.models.audit import AuditEntry, AuditHead
from twofour.web.models.jobs import Job
from twofour.web.models.lines import LineQuestion
from twofour.web.models.rules import ShopRules
from twofour.web.models.schemes import Acknowledgement, Publication, SchemeDraft

__all__ = [
    "Account",
    "Acknowledgement",
    "AuditEntry",
    "AuditHead",
    "Grant",
    "Job",
    "LineQuestion",
    "Publication",
    "Role",
    "SchemeDraft",
    "Sharing",
    "ShopRules",
]
