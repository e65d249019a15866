// One line of the plan: what it is, where it goes, and its status.
import type { Temporal } from 'temporal-polyfill';
import { adviceOf } from '#core/email-check/advice';
import type { EmailFinding } from '#core/email-check/check';
import { channelName, handleOn, people, publicationName, publicationUrl } from '#core/publication/names';
import { type ChannelName, isInUndoWindow, type PublicationId } from '#core/publication/publication';
import type { Rules } from '#core/rules/rules';
import type { Slug, Story } from '#core/story/story';
import { nhsDate, nhsDateTime, nhsTime } from '#core/time/nhs-dates';
import { whyMailWaits } from '#flow/publish/check-mail';
import type { Foreseen } from '#flow/publish/forecast';
import type { OutlookEntry } from '#flow/publish/outlook';
import type { World } from '#ports';
import { unknownSentence } from '#web/desk/decision-sentences';
import { DECIDE, NEEDS_YES, PUT_RIGHT, READY, type StatusTag, statusTag } from '#web/desk/status-tags';
import { readMailStatus } from '#web/desk/unknown-mail-view';
import { readPostStatus } from '#web/desk/unknown-post-view';

type RowWorld = Pick<World, 'publications' | 'switches' | 'ledger' | 'socialLedger' | 'texts'>;

/** The parts of every line, past or future. `reason`: why it has its status. */
export type PlanRow = StatusTag & { url: string; name: string; channel: string; when: string; reason: string | undefined };

/** Returns the parts of every line, past or future. */
export function row(entry: OutlookEntry, known: ReadonlyMap<Slug, Story>): PlanRow {
  const { tag, colour } = statusTag(entry.state, entry.channel);
  return {
    url: publicationUrl(entry.id),
    name: publicationName(entry, known),
    channel: channelName(entry.channel),
    when: nhsDateTime(entry.due),
    reason: entry.reason,
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
};

/**
 * A line of a publication ahead. `decide`: a person must decide about something held. `on`: the social channel. `to`: the number of
 * readers, or the account.
 */
export type AheadRow = PlanRow & {
  decide: boolean;
  cancelled: boolean;
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
  { known, rules, pausedAll, stopped, now, foreseen, mails }: Around,
): Promise<AheadRow> {
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
    on: entry.channel === 'email' ? undefined : channelName(entry.channel),
    to: entry.channel === 'email' ? people(entry.audience) : handleOn(entry.channel, rules),
  };
  if (cancelled) return { ...base, ...statusTag('cancelled', entry.channel), reason: `Cancelled by ${cancelled.by}.` };
  const status = {
    ...base,
    ...postNotes(foreseen.get(entry.id)),
    ...mailNotes(mails.get(entry.id)),
    ...(unapproved ? NEEDS_YES : {}),
    ...(waits
      ? {
          tag: 'Stopped',
          colour: 'orange',
          reason: `It waits until ${entry.channel === 'email' ? 'email' : `posting on ${channelName(entry.channel)}`} is resumed.`,
        }
      : {}),
    ...(paused !== undefined && pausedAll === undefined ? { tag: 'Paused', colour: 'orange', reason: `Paused: ${paused}` } : {}),
  };
  return begun ? { ...status, ...(await begunStatus(world, entry, now, status)) } : status;
}

/** The findings on a post ahead. Blocking ones come first. */
function postNotes(post: Foreseen | undefined) {
  if (!post) return {};
  const blocking = post.findings.filter(({ level }) => level === 'blocks').map(({ sentence }) => sentence);
  const warnings = warningsOf(post.findings);
  if (blocking.length > 0) return { warnings, ...PUT_RIGHT, reason: `It waits until its text is put right. ${blocking.join(' ')}` };
  return post.costly === undefined ? { warnings } : { warnings, ...NEEDS_YES, reason: post.costly };
}

/** The findings on a mail ahead. */
function mailNotes(findings: EmailFinding[] | undefined) {
  if (!findings) return {};
  const reason = whyMailWaits(findings);
  const { shown, rest } = adviceOf(findings);
  return { warnings: warningsOf([...shown, ...rest]), ...(reason === undefined ? {} : { ...PUT_RIGHT, reason }) };
}

function warningsOf(findings: readonly { level: 'blocks' | 'warns'; sentence: string }[]): string[] {
  const [first, ...more] = findings.filter(({ level }) => level === 'warns').map(({ sentence }) => sentence);
  return first === undefined ? [] : [more.length === 0 ? first : `${first} And ${more.length} more.`];
}

/** Returns the parts of the line that a begun publication changes: it can still be stopped, or some outcome is unknown. */
async function begunStatus(
  world: RowWorld,
  { id }: OutlookEntry,
  now: Temporal.Instant,
  status: { tag: string; reason: string | undefined },
) {
  const record = await world.publications.find(id);
  if (!record?.firstAt) return {};
  if (isInUndoWindow(record, now)) {
    const first = nhsTime(record.firstAt.toZonedDateTimeISO(record.due.timeZoneId));
    return status.reason === undefined ? { ...READY, reason: `Goes out at ${first}. You can still stop it.` } : {};
  }
  if (record.channel !== 'email') {
    const { held } = await readPostStatus(world, record);
    return held
      ? { ...DECIDE, decide: true, reason: `It is not known whether it is on ${channelName(record.channel)}. Please decide.` }
      : {};
  }
  const { unknown } = await readMailStatus(world, record, now);
  const sentence = unknownSentence({ held: unknown.held.length, sought: unknown.sought });
  if (sentence === undefined) return {};
  const reason = status.reason === undefined ? sentence : `${status.reason} ${sentence}`;
  return unknown.held.length > 0 ? { ...DECIDE, decide: true, reason } : { reason };
}
