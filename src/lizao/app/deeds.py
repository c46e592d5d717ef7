"""What people did: which facts tell of somebody, and of whom."""

from typing import Final

from lizao.control.exceptions import RULE
from lizao.model.facts import (
    AlarmChanged,
    BatchCommanded,
    BatchCreated,
    Fact,
    LotReceived,
    LotStatusChanged,
    ModeChanged,
    PasswordChanged,
    QuestionAnswered,
    RecipeRegistered,
    RecipeStatusChanged,
    ShiftNoted,
    Signed,
    SignedIn,
    SignedOut,
    SignInRefused,
    StandstillExplained,
    StepReleased,
    StepRepeated,
    StepSkipped,
    UnitGivenBack,
    UnitStatusChanged,
    UnitTaken,
    UserAdded,
    UserChanged,
    UserDeactivated,
)

OF_PEOPLE: Final = frozenset(
    {
        AlarmChanged,
        BatchCommanded,
        BatchCreated,
        LotReceived,
        LotStatusChanged,
        ModeChanged,
        PasswordChanged,
        QuestionAnswered,
        RecipeRegistered,
        RecipeStatusChanged,
        Signed,
        SignedIn,
        SignedOut,
        ShiftNoted,
        StandstillExplained,
        SignInRefused,
        StepReleased,
        StepRepeated,
        StepSkipped,
        UnitGivenBack,
        UnitStatusChanged,
        UnitTaken,
        UserAdded,
        UserChanged,
        UserDeactivated,
    }
)
"""Kinds of fact that tell of somebody, or of a rule in her place."""


def who_did(fact: Fact) -> str:
    """Who brought a fact about; empty where it was no person."""
    if type(fact) not in OF_PEOPLE:
        return ""
    by: str = getattr(fact, "by", "") or getattr(fact, "user", "")
    return "" if by == RULE else by
