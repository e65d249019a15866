// One line of the plan: what it is, where it goes, and its status.
import type { Temporal } from 'temporal-polyfill';
import { adviceOf } from '#core/email-check/advice';
import type { EmailFinding } from '#core/email-check/check';
import type { Stay } from '#core/plan/why-not-begin';
import { channelName, handleOn, people, publicationName, publicationUrl } from '#core/publication/names';
import { type ChannelName, isInUndoWindow, type PublicationId } from '#core/publication/publication';
import type { Rules } from '#core/rules/rules';
import type { Slug, Story } from '#core/story/story';
import { curlyQuotes } from '#core/text/curly-quotes';
import { nhsDate, nhsDateTime, nhsTime } from '#core/time/nhs-dates';
import { whyMailWaits } from '#flow/publish/check-mail';
import { whyPostWaits } from '#flow/publish/check-post';
import type { Foreseen } from '#flow/publish/forecast';
import type { OutlookEntry } from '#flow/publish/outlook';
import type { World } from '#ports';
import { unknownSentence } from '#web/desk/decision-sentences';
import { isPaused, type Pauses, pauseSentences, type StatusTag, statusOf, statusTag } from '#web/desk/status-tags';
import { readMailStatus } from '#web/desk/unknown-mail-view';
import { readPostStatus } from '#web/desk/unknown-post-view';

export type RowWorld = Pick<World, 'publications' | 'switches' | 'ledger' | 'socialLedger' | 'texts'>;

/** The parts of every line, past or future. `reason`: why it has its status. */
export type PlanRow = StatusTag & { url: string; name: string; channel: string; when: string; reason: string | undefined };

/** Returns the parts of every line, past or future. */
export function row(entry: OutlookEntry, known: ReadonlyMap<Slug, Story>): PlanRow {
  const { tag, colour } = statusTag(entry.state, entry.channel);
  return {
    url: publicationUrl(entry.id),
    name: publicationName(entry, known),
    channel: channelName(entry.channel),
    when: nhsDateTime(entry.went ?? entry.due),
    reason: entry.reason && curlyQuotes(entry.reason),
    tag,
    colour,
  };
}

/** Channels that the newsroom has paused, each with the reason. */
export type Stopped = { [channel in ChannelName]?: string | undefined };
type Around = {
  known: ReadonlyMap<Slug, Story>;
  rules: Rules | undefined;
  pausedAll: string | undefined;
  stopped: Stopped;
  now: Temporal.Instant;
  /** The forecast of the posts ahead. */
  foreseen: ReadonlyMap<PublicationId, Foreseen>;
  /** The checklist's findings on the mails ahead. */
  mails: ReadonlyMap<PublicationId, EmailFinding[]>;
  /** Why a publication waits for its announcement. */
  behind: (entry: OutlookEntry) => Stay | undefined;
  /** Which digests a story misses by minutes. */
  nearMisses: ReadonlyMap<PublicationId, string>;
  /** Why publications ahead wait for a yes. */
  yes: ReadonlyMap<PublicationId, string>;
};

/**
 * A line of a publication ahead. `decide`: a person must decide about something held. `goes`: nothing keeps it from going out at its
 * time. `cancelled`: a person has cancelled it. `undo`: until when it can still be stopped. `on`: the social channel. `to`: the number of
 * readers, or the account.
 */
export type AheadRow = PlanRow & {
  decide: boolean;
  goes: boolean;
  cancelled?: true;
  undo?: string;
  due: Temporal.ZonedDateTime;
  day: string;
  time: string;
  on: string | undefined;
  to: string;
  warnings?: string[];
};

/** Returns a line of a publication ahead. */
export async function aheadRow(
  world: RowWorld,
  entry: OutlookEntry,
  { known, rules, pausedAll, stopped, now, foreseen, mails, nearMisses, yes, behind }: Around,
): Promise<AheadRow> {
  const { paused, alsoPaused, cancelled } = await world.switches.read(entry.id);
  const pauses = {
    everything: pausedAll,
    channel: stopped[entry.channel],
    own: pausedAll === undefined ? paused : alsoPaused,
  };
  const base = {
    ...row(entry, known),
    due: entry.due,
    day: nhsDate(entry.due),
    time: nhsTime(entry.due),
    on: entry.channel === 'email' ? undefined : channelName(entry.channel),
    to: entry.channel === 'email' ? people(entry.audience) : handleOn(entry.channel, rules),
  };
  const facts = {
    state: entry.state,
    channel: entry.channel,
    cancelled: cancelled !== undefined,
    pauses,
    blocked: false,
    unapproved: false,
  };
  if (cancelled)
    return {
      ...base,
      ...statusOf({ ...facts, decide: false, ready: false }),
      decide: false,
      goes: false,
      cancelled: true,
      reason: `Cancelled by ${cancelled.by}.`,
    };
  if (entry.state === 'sealing' || entry.state === 'sending') {
    const { decide, ready, undo, reasons } = await begunStatus(world, entry, now, pauses);
    return {
      ...base,
      ...statusOf({ ...facts, decide, ready }),
      decide,
      goes: false,
      ...(undo && { undo }),
      reason: sentences(reasons) ?? base.reason,
    };
  }
  const { blocked = entry.lost && entry.reason, warnings } = findingsOn(entry.id, foreseen, mails);
  const unannounced = behind(entry);
  // Without its announcement it does not go out, whatever anybody says to it.
  const missing = unannounced?.state === 'missed' ? undefined : yes.get(entry.id);
  const unapproved = missing !== undefined;
  const reasons = [unannounced?.reason, blocked, missing, ...pauseSentences(pauses, entry.channel)];
  // While it is only planned, its reason says why it has this time.
  const said = sentences(entry.state === 'planned' ? [entry.reason, ...reasons] : reasons) ?? entry.reason;
  const reason = sentences([said, nearMisses.get(entry.id)]);
  return {
    ...base,
    ...statusOf({
      ...facts,
      ...(unannounced && { state: 'waiting' }),
      decide: false,
      ready: false,
      blocked: blocked !== undefined,
      unapproved,
    }),
    decide: false,
    goes: unannounced === undefined && blocked === undefined && !unapproved && !isPaused(pauses),
    reason,
    ...(warnings.length > 0 && { warnings }),
  };
}

function sentences(some: readonly (string | undefined)[]): string | undefined {
  const said = some.filter((one) => one !== undefined);
  return said.length === 0 ? undefined : curlyQuotes(said.join(' '));
}

type Findings = { blocked: string | undefined; warnings: string[] };

/** The findings on a publication ahead. */
function findingsOn(
  id: PublicationId,
  foreseen: ReadonlyMap<PublicationId, Foreseen>,
  mails: ReadonlyMap<PublicationId, EmailFinding[]>,
): Findings {
  const post = foreseen.get(id);
  if (post) return { blocked: whyPostWaits(post.findings), warnings: warningsOf(post.findings) };
  const findings = mails.get(id) ?? [];
  const { shown, rest } = adviceOf(findings);
  return { blocked: whyMailWaits(findings), warnings: warningsOf([...shown, ...rest]) };
}

function warningsOf(findings: readonly { level: 'blocks' | 'warns'; sentence: string }[]): string[] {
  const [first, ...more] = findings.filter(({ level }) => level === 'warns').map(({ sentence }) => curlyQuotes(sentence));
  return first === undefined ? [] : [more.length === 0 ? first : `${first} ${moreWarnings(more.length)}`];
}

function moreWarnings(count: number): string {
  return count === 1 ? 'Its page has one more note.' : `Its page has ${count} more notes.`;
}

type BegunStatus = { decide: boolean; ready: boolean; undo?: string; reasons: (string | undefined)[] };

/** Returns the status of a begun publication: it can still be stopped, it is paused, or some outcome is unknown. */
async function begunStatus(world: RowWorld, entry: OutlookEntry, now: Temporal.Instant, pauses: Pauses): Promise<BegunStatus> {
  const waits = pauseSentences(pauses, entry.channel);
  const record = await world.publications.find(entry.id);
  if (!record?.firstAt) return { decide: false, ready: false, reasons: waits };
  if (isInUndoWindow(record, now)) {
    const first = nhsTime(record.firstAt.toZonedDateTimeISO(record.due.timeZoneId));
    return waits.length > 0
      ? { decide: false, ready: true, reasons: waits }
      : { decide: false, ready: true, undo: first, reasons: [`Goes out at ${first}. You can still stop it.`] };
  }
  if (record.channel !== 'email') {
    const { held } = await readPostStatus(world, record);
    const unknown = `It is not known whether it is on ${channelName(record.channel)}. Please decide.`;
    return { decide: held !== undefined, ready: false, reasons: held ? [unknown, ...waits] : [entry.reason, ...waits] };
  }
  const { unknown } = await readMailStatus(world, record, now);
  const sentence = unknownSentence({ held: unknown.held.length, sought: unknown.sought });
  return { decide: unknown.held.length > 0, ready: false, reasons: [entry.reason, ...waits, sentence] };
}
