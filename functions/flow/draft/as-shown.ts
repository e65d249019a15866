// Publish is a yes to what its page showed: the form carries it, and it is compared when the button is pressed.
import { Temporal } from 'temporal-polyfill';
import type { Consequences } from '#flow/draft/consequences';
import type { Consequence } from '#flow/publish/compare-plans';

/** How many more or fewer people than shown may get something before a person is asked again: sign-ups go on all the time. */
const MARGIN = { people: 3, share: 0.05 };
/** What is due by then goes out at once, in whichever minute. */
const AT_ONCE_MINUTES = 10;

/** One thing that a person was shown, and said yes to with Publish. */
type Shown = { id: string; what: string; due: string; people: number; fingerprint: string };

/** Returns what the page shows, as its form carries it. */
export function shownText(consequences: Pick<Consequences, 'own' | 'others'>, now: Temporal.Instant): string {
  return JSON.stringify(shownOf(consequences, now));
}

/** Returns what would become of publications otherwise than the person was shown. `shown`: what their form carried. */
export function notAsShown(
  consequences: Pick<Consequences, 'own' | 'others'>,
  shown: string,
  now: Temporal.Instant,
): Consequence[] | 'all' {
  const before = readShown(shown);
  const present = shownOf(consequences, now);
  if (before === undefined || before.some(({ id }) => !present.some((one) => one.id === id))) return 'all';
  const differs = present.filter((one) => !before.some((other) => isSameShown(one, other))).map(({ id }) => id);
  return [...consequences.own, ...consequences.others].filter(({ entry }) => differs.some((id) => id === entry.id));
}

function shownOf({ own, others }: Pick<Consequences, 'own' | 'others'>, now: Temporal.Instant): Shown[] {
  const soon = now.add({ minutes: AT_ONCE_MINUTES });
  return [...own, ...others]
    .filter(({ what }) => what !== 'stays' && what !== 'went' && what !== 'not')
    .map(({ what, entry, fingerprint: print }) => ({
      id: entry.id,
      what,
      due: Temporal.Instant.compare(entry.due.toInstant(), soon) <= 0 ? 'at once' : entry.due.toInstant().toString(),
      people: entry.audience,
      fingerprint: print,
    }));
}

function isSameShown(one: Shown, other: Shown): boolean {
  const { people: a } = one;
  const { people: b } = other;
  const same = one.id === other.id && one.what === other.what && one.due === other.due && one.fingerprint === other.fingerprint;
  return same && Math.abs(a - b) <= Math.max(MARGIN.people, b * MARGIN.share);
}

function readShown(text: string): Shown[] | undefined {
  try {
    const read: unknown = JSON.parse(text);
    return Array.isArray(read) && read.every(isShown) ? read : undefined;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

function isShown(one: unknown): one is Shown {
  if (typeof one !== 'object' || one === null) return false;
  const has = (key: string, type: string) => key in one && typeof Reflect.get(one, key) === type;
  return ['id', 'what', 'due', 'fingerprint'].every((key) => has(key, 'string')) && has('people', 'number');
}
