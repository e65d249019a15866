import type { Temporal } from 'temporal-polyfill';

/**
 * newsroom.yaml as it was. `version`: 1, 2, 3 … without gaps. `at`: when it was saved. `by`: who saved it on the desk; absent: it was
 * changed outside the desk, and `at` is when the desk saw that.
 */
export type RulesVersion = { version: number; at: Temporal.Instant; by?: string; text: string };
