"""People in the data: pseudonyms on the way in, forgetting on request, and how long rows are kept."""

from twofour.events.privacy.forgetting import Erased, forget, resume
from twofour.events.privacy.gate import Admission, admitting
from twofour.events.privacy.key import CustomerKey, create_key, load_key
from twofour.events.privacy.pseudonyms import is_pseudonym, pseudonym, with_pseudonyms
from twofour.events.privacy.records import Forgetting, Removal, forgettings, removals
from twofour.events.privacy.retention import Due, Retention, apply_retention, due, load_retention
from twofour.events.privacy.standing import check_readable, check_reports_readable, erasures
from twofour.events.privacy.wording import words_of

__all__ = [
    "Admission",
    "CustomerKey",
    "Due",
    "Erased",
    "Forgetting",
    "Removal",
    "Retention",
    "admitting",
    "apply_retention",
    "check_readable",
    "check_reports_readable",
    "create_key",
    "due",
    "erasures",
    "forget",
    "forgettings",
    "is_pseudonym",
    "load_key",
    "load_retention",
    "pseudonym",
    "removals",
    "resume",
    "with_pseudonyms",
    "words_of",
]
