// What an audience is chosen by. Who has chosen alike is counted together, under one key.
import { Temporal } from 'temporal-polyfill';
import type { Topic } from '#core/rules/rules';
import type { Subscriber } from '#core/subscriber/subscriber';

/** A confirmed subscriber, without who it is. */
type Chosen = Pick<Subscriber, 'status' | 'frequency' | 'topics' | 'organisation' | 'pausedUntil'>;

/** How many confirmed subscribers have chosen alike. */
export type Alike = { choices: Chosen; count: number };

/** A key of all that an audience is chosen by. The order of topics changes nothing. */
export type ChoicesKey = string & { readonly brand: 'ChoicesKey' };

/** Undefined for who is not confirmed: they are in no audience. */
export function choicesKey({ status, frequency, topics, organisation, pausedUntil }: Chosen): ChoicesKey | undefined {
  if (status !== 'confirmed') return undefined;
  const all = [frequency, topics.toSorted(), organisation ?? null, pausedUntil?.toString() ?? null];
  // biome-ignore lint/plugin/no-cast: this makes the key.
  return JSON.stringify(all) as ChoicesKey;
}

/** Returns what a key was made from. */
export function readChoicesKey(key: ChoicesKey): Chosen {
  const [frequency, topics, organisation, pausedUntil]: [string, Topic[], string | null, string | null] = JSON.parse(key);
  return {
    status: 'confirmed',
    frequency,
    topics,
    ...(organisation === null ? {} : { organisation }),
    ...(pausedUntil === null ? {} : { pausedUntil: Temporal.PlainDate.from(pausedUntil) }),
  };
}
