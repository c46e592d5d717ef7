"""Alarms: all of them, what a person does with one, and how much they asked of an operator."""

from typing import Any

from fastapi import APIRouter

from lizao.api.bodies import AlarmWish, Why
from lizao.api.guards import Asking, InHouse
from lizao.app.answers import alarms as told
from lizao.app.answers.deeds import AlarmsCommitted
from lizao.app.requests import AskAlarmFigures, AskAlarms, CommandAlarm
from lizao.model.alarms import AlarmEvent

router = APIRouter(prefix="/api/alarms", tags=["alarms"])


@router.get("", response_model=told.AlarmList)
def alarms(house: InHouse, browser: Asking) -> dict[str, Any]:
    """Every alarm, what an operator has to work through first."""
    return house.ask(browser, AskAlarms())


@router.get("/figures", response_model=told.AlarmFigures)
def figures(house: InHouse, browser: Asking, period: str = "") -> dict[str, Any]:
    """The figures of a period (as people write it; empty for all), beside their targets."""
    return house.ask(browser, AskAlarmFigures(period))


@router.post("/acknowledge", response_model=AlarmsCommitted)
def acknowledge_all(house: InHouse, browser: Asking, why: Why) -> dict[str, Any]:
    """Acknowledge every alarm that waits for it."""
    return house.ask(browser, CommandAlarm("", AlarmEvent.ACKNOWLEDGE, why.reason))


@router.post("/{alarm}/{event}", response_model=AlarmsCommitted)
def change(
    house: InHouse, browser: Asking, alarm: str, event: str, wish: AlarmWish
) -> dict[str, Any]:
    """Acknowledge, shelve, reset or put one out of service."""
    request = CommandAlarm(alarm, event, wish.reason, wish.shelf)
    return house.ask(browser, request, wish.password)
