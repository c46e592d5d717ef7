// The one data layer: whatever a page shows or asks goes through these.

import { Alarms } from "./alarms.svelte";
import { ByHand } from "./by_hand";
import { Live } from "./live.svelte";
import { Lots } from "./lots.svelte";
import { Orders } from "./orders";
import { People } from "./people";
import { Plants } from "./plant.svelte";
import { Recipes } from "./recipes";
import { Records } from "./records";
import { Service } from "./service";
import { Sessions } from "./session.svelte";
import { Shift } from "./shift.svelte";
import { Texts } from "./texts.svelte";
import { Units } from "./units";

export const service = new Service();
export const texts = new Texts(service);
export const sessions = new Sessions(service);
export const plants = new Plants(service);
export const alarms = new Alarms(service);
export const lots = new Lots(service);
export const records = new Records(service);
export const orders = new Orders(service);
export const shift = new Shift(service);
export const recipes = new Recipes(service);
export const people = new People(service);
export const units = new Units(service);
export const byHand = new ByHand(service);
// A refused connection may mean that the session has ended: asking tells.
export const live = new Live(() => void service.get("/api/session").catch(() => {}));
