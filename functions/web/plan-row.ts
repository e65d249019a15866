// One line of the plan: what it is, where it goes, and how it stands.
import type { Temporal } from 'temporal-polyfill';
import { isHeldBack } from '#core/publication';
import type { Rules } from '#core/rules';
import type { Slug, Story } from '#core/story';
import { nhsDate, nhsDateTime, nhsTime } from '#core/wording';
import type { OutlookEntry } from '#flow/outlook';
import type { World } from '#ports';
import { unsureWords } from '#web/decision-words';
import { mailStanding, postStanding } from '#web/doubt-view';
import { DECIDE, people, publicationName, publicationUrl, READY, stateWords } from '#web/publication-words';

type RowWorld = Pick<World, 'register' | 'switches' | 'ledger' | 'socialLedger' | 'sealed'>;

/** What every line says, past or to come. */
export function row(entry: OutlookEntry, known: ReadonlyMap<Slug, Story>) {
  const { tag, colour } = stateWords(entry.state, entry.channel);
  return {
    url: publicationUrl(entry.id),
    name: publicationName(entry, known),
    channel: entry.channel === 'x' ? 'X' : 'Email',
    when: nhsDateTime(entry.due),
    reason: entry.reason,
    tag,
    colour,
  };
}

/** A channel that stopped itself, with the sentence that says why. */
export type Stopped = { email?: string | undefined; x?: string | undefined };
type Around = {
  known: ReadonlyMap<Slug, Story>;
  rules: Rules | undefined;
  pausedAll: string | undefined;
  stopped: Stopped;
  now: Temporal.Instant;
};

/** A line of what is ahead. `decide`: a person is asked about something that is held. */
export async function aheadRow(world: RowWorld, entry: OutlookEntry, { known, rules, pausedAll, stopped, now }: Around) {
  const { paused, approved, cancelled } = await world.switches.read(entry.id);
  const begun = entry.state === 'sealing' || entry.state === 'sending';
  const unapproved = rules?.approval === 'required' && !approved && !begun;
  const waits = stopped[entry.channel] !== undefined && entry.state !== 'planned';
  const base = {
    ...row(entry, known),
    decide: false,
    cancelled: cancelled !== undefined,
    due: entry.due,
    day: nhsDate(entry.due),
    time: nhsTime(entry.due),
    onX: entry.channel === 'x',
    to: entry.channel === 'x' ? (rules ? `@${rules.x.handle}` : '') : people(entry.audience),
  };
  if (cancelled) return { ...base, ...stateWords('cancelled', entry.channel), reason: `Cancelled by ${cancelled.by}.` };
  const standing = {
    ...base,
    ...(unapproved ? { tag: 'Needs your yes', colour: 'yellow' } : {}),
    ...(waits
      ? { tag: 'Stopped', colour: 'orange', reason: `It waits until ${entry.channel === 'x' ? 'posting on X' : 'email'} is resumed.` }
      : {}),
    ...(paused !== undefined && pausedAll === undefined ? { tag: 'Paused', colour: 'orange', reason: `Paused: ${paused}` } : {}),
  };
  return begun ? { ...standing, ...(await begunWords(world, entry, now, standing)) } : standing;
}

/** What stands out of something that has begun: that it can still be stopped, or that it is not known who got it. */
async function begunWords(
  world: RowWorld,
  { id }: OutlookEntry,
  now: Temporal.Instant,
  standing: { tag: string; reason: string | undefined },
) {
  const record = await world.register.publication(id);
  if (!record?.firstAt) return {};
  if (isHeldBack(record, now)) {
    const first = nhsTime(record.firstAt.toZonedDateTimeISO(record.due.timeZoneId));
    return standing.reason === undefined ? { ...READY, reason: `Goes out at ${first}. You can still stop it.` } : {};
  }
  if (record.channel === 'x') {
    const { held } = await postStanding(world, record);
    return held ? { ...DECIDE, decide: true, reason: 'It is not known whether it is on X. Please decide.' } : {};
  }
  const { doubt } = await mailStanding(world, record, now);
  const unsure = unsureWords({ held: doubt.held.length, sought: doubt.sought });
  if (unsure === undefined) return {};
  const reason = standing.reason === undefined ? unsure : `${standing.reason} ${unsure}`;
  return doubt.held.length > 0 ? { ...DECIDE, decide: true, reason } : { reason };
}
