"""Every kind of thing the task force writes down, in the order people meet them.

The registry is written out because a frozen program, and a reader, cannot see what is discovered at run time.
A new type is one new file and two lines here.
"""

from typing import Final

from fieldapp.domain.record import Record
from fieldapp.records.age_evidence import AgeEvidence
from fieldapp.records.agency import Agency
from fieldapp.records.alias import Alias
from fieldapp.records.answer import Answer
from fieldapp.records.arrest import Arrest
from fieldapp.records.attachment import Attachment
from fieldapp.records.attachment_part import AttachmentPart
from fieldapp.records.charge import Charge
from fieldapp.records.check_in import CheckIn
from fieldapp.records.checklist import Checklist
from fieldapp.records.checklist_part import ChecklistPart
from fieldapp.records.clock_change import ClockChange
from fieldapp.records.consent import Consent
from fieldapp.records.contact_attempt import ContactAttempt
from fieldapp.records.custody_transfer import CustodyTransfer
from fieldapp.records.disclosure import Disclosure
from fieldapp.records.evidence_item import EvidenceItem
from fieldapp.records.identifier import Identifier
from fieldapp.records.image_view import ImageView
from fieldapp.records.interview import Interview
from fieldapp.records.keeper import Keeper
from fieldapp.records.lead import Lead
from fieldapp.records.name_opening import NameOpening
from fieldapp.records.note import Note
from fieldapp.records.operation import Operation
from fieldapp.records.person import Person
from fieldapp.records.protocol_step import ProtocolStep
from fieldapp.records.published_report import PublishedReport
from fieldapp.records.published_report_part import PublishedReportPart
from fieldapp.records.recovery import Recovery
from fieldapp.records.referral import Referral
from fieldapp.records.responder import Responder
from fieldapp.records.review import Review
from fieldapp.records.roster_member import RosterMember
from fieldapp.records.screening import Screening
from fieldapp.records.sealed_name import SealedName
from fieldapp.records.search_warrant import SearchWarrant
from fieldapp.records.service import Service
from fieldapp.records.site import Site
from fieldapp.records.task import Task
from fieldapp.records.training import Training

RECORD_TYPES: Final[tuple[type[Record], ...]] = (
    Operation,
    RosterMember,
    CheckIn,
    Site,
    Person,
    Alias,
    Identifier,
    Recovery,
    ProtocolStep,
    Responder,
    Interview,
    Screening,
    Arrest,
    Charge,
    SearchWarrant,
    EvidenceItem,
    CustodyTransfer,
    Lead,
    Referral,
    Consent,
    Service,
    ContactAttempt,
    Task,
    ClockChange,
    Note,
    Review,
    Training,
    Agency,
    Checklist,
    ChecklistPart,
    Answer,
    Attachment,
    AttachmentPart,
    ImageView,
    AgeEvidence,
    Disclosure,
    Keeper,
    SealedName,
    NameOpening,
    PublishedReport,
    PublishedReportPart,
)

_BY_NAME: Final = {record.type_name: record for record in RECORD_TYPES}


def find_type(type_name: str) -> type[Record] | None:
    """Return the record type of that name, or None for one that only a newer version knows."""
    return _BY_NAME.get(type_name)


def require_type(type_name: str) -> type[Record]:
    """Return the record type of that name. Raises KeyError."""
    return _BY_NAME[type_name]


def children_of(type_name: str) -> tuple[type[Record], ...]:
    """Return the types whose records belong to a record of this type and have a page of their own."""
    return tuple(
        record
        for record in RECORD_TYPES
        if record.parent and not record.is_part and record.fields[record.parent].link == type_name
    )
