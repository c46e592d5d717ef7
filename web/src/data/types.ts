// What the service says and takes: the shapes of its description, under the names of the page.

import type { components } from "./interface";

export type Shapes = components["schemas"];

/** Microseconds since 1970 UTC, of plant time unless the name says otherwise. */
export type Instant = number;
export type Details = Shapes["Refusal"]["details"];
export type Language = "en" | "zh";
export type Bilingual = Shapes["Bilingual"];
export type ErrorReport = Shapes["Refusal"];

export type Session = Shapes["Session"];
/** What a person may be permitted to do. */
export type Deed = Shapes["Deed"];
export type User = Shapes["User"];
export type AuditDeed = Shapes["AuditDeed"];
export type AuditFound = Shapes["AuditFound"];

export type Plant = Shapes["Plant"];
export type PlantUnit = Shapes["PlantUnit"];
export type PlantService = Shapes["PlantService"];
export type ServiceParameter = Shapes["PlantParameter"];
export type Place = Shapes["PlantPlace"];
export type SignalSpecification = Shapes["PlantSignal"];

export type Recipe = Shapes["Recipe"];
export type FormulaParameter = Shapes["FormulaParameter"];
export type RecipeVersion = Shapes["RecipeVersion"];
export type WholeRecipe = Shapes["WholeRecipe"];
export type ProcedureRow = Shapes["ProcedureRow"];
export type RecipeChange = Shapes["RecipeChange"];
export type Preview = Shapes["Preview"];

export type State = Shapes["State"];
/** What a person may command. */
export type Command = "HOLD" | "RESTART" | "PAUSE" | "RESUME" | "STOP" | "ABORT" | "RESET";
export type Batch = Shapes["Batch"];
export type Wait = Shapes["Wait"];
export type StepRow = Shapes["StepRow"];
export type Question = Shapes["Question"];
export type UnitStatus = Shapes["UnitStanding"];
export type Status = Shapes["Status"];

export type Priority = Shapes["AlarmPriority"];
export type Alarm = Shapes["Alarm"];
export type AlarmCounts = Shapes["AlarmCounts"];
export type AlarmFigures = Shapes["AlarmFigures"];

export type History = Shapes["History"];
export type Tick = Shapes["Tick"];
/** One message of the live stream holds one of them. */
export type Frame = Partial<Shapes["TickFrame"] & Shapes["StatusFrame"]>;
