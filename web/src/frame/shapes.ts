// The shapes that tell a state without its colour, in a field of 12 by 12.

export const RUN = "M2 1 L11 6 L2 11 Z";
export const BARS = "M2 1 H5 V11 H2 Z M7 1 H10 V11 H7 Z";
export const BLOCK = "M1.5 1.5 H10.5 V10.5 H1.5 Z";
export const CROSS = "M1 3 L3 1 L6 4 L9 1 L11 3 L8 6 L11 9 L9 11 L6 8 L3 11 L1 9 L4 6 Z";
export const TICK = "M1 6 L3 4 L5 6.5 L9.5 1.5 L11.5 3.5 L5 10.5 Z";
export const DASH = "M2 5 H10 V7 H2 Z";
