"""Everything that can have happened: frozen, past tense, each with its plant time ``at``."""

from typing import Final, TypeAlias, get_args

from lizao.model.facts.alarms import (
    AlarmChanged,
    AlarmRaised,
    AlarmUnwatched,
    AlarmWatched,
    LinkLost,
    LinkRestored,
)
from lizao.model.facts.batch import (
    BatchCommanded,
    BatchCreated,
    BatchStateChanged,
    ControllerStarted,
    HomeMade,
    LoopRepeated,
    ModeChanged,
    QuestionAnswered,
    QuestionAsked,
    SampleTaken,
    StepCompleted,
    StepReleased,
    StepRepeated,
    StepSkipped,
    StepStarted,
    StepStateChanged,
    UnitAllocated,
    UnitReleased,
    UnitRequested,
)
from lizao.model.facts.equipment import (
    CampaignJoined,
    CampaignOpened,
    CommandUnanswered,
    ConditionArmed,
    ConditionDisarmed,
    ConditionMet,
    DeadlinePassed,
    LineStateChanged,
    ReportsRead,
    SaggarsClaimed,
    SaggarsReleased,
    SaggarsRequested,
    SaggarsReturned,
    ServiceCommanded,
    ServiceRead,
    ServiceStateChanged,
    UnitGivenBack,
    UnitStatusChanged,
    UnitTaken,
    UtilitiesMetered,
)
from lizao.model.facts.exceptions import ExceptionEnded, ExceptionRaised
from lizao.model.facts.material import (
    BagAccepted,
    BagPacked,
    BagRefused,
    BagScanned,
    ChargesPlanned,
    Flow,
    LotMade,
    LotReceived,
    LotStatusChanged,
    MaterialMoved,
    MaterialUnaccounted,
    PlaceEmptied,
    Portion,
    PortionCharged,
)
from lizao.model.facts.people import (
    PasswordChanged,
    Signed,
    SignedIn,
    SignedOut,
    SignInRefused,
    UserAdded,
    UserChanged,
    UserDeactivated,
)
from lizao.model.facts.quality import (
    AttributeJudged,
    LateResultJudged,
    LotJudged,
    RecallOpened,
    SampleResult,
)
from lizao.model.facts.recipes import RecipeRegistered, RecipeStatusChanged
from lizao.model.facts.records import SegmentSealed
from lizao.model.facts.shift import ShiftNoted, StandstillExplained

Fact: TypeAlias = (
    HomeMade
    | ControllerStarted
    | BatchCreated
    | BatchCommanded
    | BatchStateChanged
    | StepStarted
    | StepStateChanged
    | StepCompleted
    | StepReleased
    | StepRepeated
    | StepSkipped
    | LoopRepeated
    | ExceptionRaised
    | ExceptionEnded
    | UnitRequested
    | UnitAllocated
    | UnitReleased
    | QuestionAsked
    | ModeChanged
    | QuestionAnswered
    | SampleTaken
    | ServiceCommanded
    | ServiceStateChanged
    | ServiceRead
    | ReportsRead
    | SaggarsRequested
    | SaggarsClaimed
    | SaggarsReleased
    | SaggarsReturned
    | CommandUnanswered
    | DeadlinePassed
    | LineStateChanged
    | UnitGivenBack
    | UnitStatusChanged
    | UnitTaken
    | CampaignOpened
    | CampaignJoined
    | ConditionArmed
    | ConditionMet
    | ConditionDisarmed
    | UtilitiesMetered
    | LotReceived
    | LotStatusChanged
    | ChargesPlanned
    | BagScanned
    | BagAccepted
    | BagRefused
    | PortionCharged
    | MaterialMoved
    | PlaceEmptied
    | MaterialUnaccounted
    | LotMade
    | BagPacked
    | SampleResult
    | LotJudged
    | LateResultJudged
    | RecallOpened
    | SegmentSealed
    | LinkLost
    | LinkRestored
    | AlarmWatched
    | AlarmUnwatched
    | AlarmRaised
    | AlarmChanged
    | UserAdded
    | UserChanged
    | UserDeactivated
    | PasswordChanged
    | ShiftNoted
    | StandstillExplained
    | SignedIn
    | SignedOut
    | SignInRefused
    | Signed
    | RecipeRegistered
    | RecipeStatusChanged
)
FACT_TYPES: Final[tuple[type, ...]] = get_args(Fact)
"""Every fact type, in no order that matters."""

__all__ = [
    "FACT_TYPES",
    "AlarmChanged",
    "AlarmRaised",
    "AlarmUnwatched",
    "AlarmWatched",
    "AttributeJudged",
    "BagAccepted",
    "BagPacked",
    "BagRefused",
    "BagScanned",
    "BatchCommanded",
    "BatchCreated",
    "BatchStateChanged",
    "CampaignJoined",
    "CampaignOpened",
    "ChargesPlanned",
    "CommandUnanswered",
    "ConditionArmed",
    "ConditionDisarmed",
    "ConditionMet",
    "ControllerStarted",
    "DeadlinePassed",
    "ExceptionEnded",
    "ExceptionRaised",
    "Fact",
    "Flow",
    "HomeMade",
    "LateResultJudged",
    "LineStateChanged",
    "LinkLost",
    "LinkRestored",
    "LoopRepeated",
    "LotJudged",
    "LotMade",
    "LotReceived",
    "LotStatusChanged",
    "MaterialMoved",
    "MaterialUnaccounted",
    "ModeChanged",
    "PasswordChanged",
    "PlaceEmptied",
    "Portion",
    "PortionCharged",
    "QuestionAnswered",
    "QuestionAsked",
    "RecallOpened",
    "RecipeRegistered",
    "RecipeStatusChanged",
    "ReportsRead",
    "SaggarsClaimed",
    "SaggarsReleased",
    "SaggarsRequested",
    "SaggarsReturned",
    "SampleResult",
    "SampleTaken",
    "SegmentSealed",
    "ServiceCommanded",
    "ServiceRead",
    "ServiceStateChanged",
    "ShiftNoted",
    "SignInRefused",
    "Signed",
    "SignedIn",
    "SignedOut",
    "StandstillExplained",
    "StepCompleted",
    "StepReleased",
    "StepRepeated",
    "StepSkipped",
    "StepStarted",
    "StepStateChanged",
    "UnitAllocated",
    "UnitGivenBack",
    "UnitReleased",
    "UnitRequested",
    "UnitStatusChanged",
    "UnitTaken",
    "UserAdded",
    "UserChanged",
    "UserDeactivated",
    "UtilitiesMetered",
]
