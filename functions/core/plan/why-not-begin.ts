// Decides whether a due publication begins, waits, or is closed with a reason.
import type { Temporal } from 'temporal-polyfill';
import { isAllowed } from '#core/plan/quiet-times';
import { extraOf } from '#core/publication/extra-post';
import type { Publication, PublicationRecord } from '#core/publication/publication';
import type { Rules } from '#core/rules/rules';
import { leadsTo } from '#core/story/extra-posts';
import type { LearningEvent } from '#core/story/story';
import { isAfter, latest } from '#core/time/compare';
import { nhsDateTime } from '#core/time/nhs-dates';

/** Why a publication does not begin. `waiting`: it may begin later. Every other state is final. */
export type Stay = { state: PublicationRecord['state']; reason: string };

/** A due publication as the plan has it now, with the events among its stories. */
export type Candidate = { publication: Publication; events: readonly LearningEvent[]; rules: Rules; now: Temporal.Instant };

/** People's decisions about the publication. */
export type PublicationSwitches = { paused?: string; approved?: object; cancelled?: { by: string } };

/** Objections to the text, one sentence each. `wrong`: why it may not go out. `costly`: why a person must approve the price of a post. */
export type Objections = { wrong?: string | undefined; costly?: string | undefined };

/** Returns what to do with a due publication that is no longer in the plan. */
export function whyGone({ due }: PublicationRecord, rules: Rules, now: Temporal.Instant): Stay {
  if (isLate(due, rules, now)) return missedBecause('its story could not be read', due, rules);
  return stay('waiting', 'Its story is gone or has a problem. Put the story right, and it goes out.');
}

/**
 * Returns why the publication does not begin; undefined when it may. Without `switches` or `objections` it checks only what comes before
 * them. So the caller need not read the switches of a dropped publication, or compose a paused one.
 */
export function whyNotBegin(candidate: Candidate, switches?: PublicationSwitches, objections?: Objections): Stay | undefined {
  const { publication, events, rules, now } = candidate;
  const { due, decision } = publication;
  if (decision !== 'go') return stay(decision, publication.reason ?? 'It is not needed any more.');
  const late = isLate(due, rules, now);
  const missed = (why: string) => missedBecause(why, due, rules);
  const started = events.find((event) => !isAfter(event.starts.toZonedDateTime(rules.timezone), now));
  if (started && mustPrecede(publication, started))
    return stay('missed', `It could not go out before the event began on ${nhsDateTime(started.starts)}, so it was not sent.`);
  if (!switches) return undefined;
  if (switches.cancelled) return stay('cancelled', `Cancelled by ${switches.cancelled.by} before anybody got it.`);
  if (switches.paused !== undefined) return late ? missed('sending stayed paused') : stay('waiting', `Paused: ${switches.paused}`);
  if (rules.approval === 'required' && !switches.approved)
    return late ? missed('nobody approved it') : stay('waiting', 'It waits for someone to say yes.');
  if (!objections) return undefined;
  const { wrong, costly } = objections;
  const what = publication.channel === 'email' ? 'email' : 'text';
  if (wrong !== undefined) return late ? missed(`its ${what} had a problem`) : stay('waiting', wrong);
  if (costly !== undefined && !switches.approved) return late ? missed('nobody approved its price') : stay('waiting', costly);
  if (late) return missed('the newsroom could not send it');
  const early = whyNotYet(due, rules, now);
  return early === undefined ? undefined : stay('waiting', early);
}

/** True when the publication is of use only before the event begins: an announcement or a reminder, but no follow-up and no digest. */
export function mustPrecede(publication: Publication, event: LearningEvent): boolean {
  const extra = extraOf(publication, event);
  return (
    publication.kind === 'announcement' ||
    publication.kind === 'reminder' ||
    (publication.kind === 'social' && publication.change === undefined && (extra === undefined || leadsTo(extra, event)))
  );
}

function stay(state: PublicationRecord['state'], reason: string): Stay {
  return { state, reason };
}

function isLate(due: Temporal.ZonedDateTime, rules: Rules, now: Temporal.Instant): boolean {
  return isAfter(now, due.add(rules.maxLateness));
}

function missedBecause(why: string, due: Temporal.ZonedDateTime, rules: Rules): Stay {
  return stay(
    'missed',
    `It was due on ${nhsDateTime(due)}. It was not sent, because ${why} before ${nhsDateTime(due.add(rules.maxLateness))}.`,
  );
}

/** Returns why a publication that is due by the clock must wait: its time was moved, or it is a quiet time. */
function whyNotYet(due: Temporal.ZonedDateTime, rules: Rules, now: Temporal.Instant): string | undefined {
  if (isAfter(due.subtract(rules.undo), now)) return `Its time was moved to ${nhsDateTime(due)}.`;
  const local = latest(due, now.toZonedDateTimeISO(rules.timezone));
  // The plan itself sets a quiet time when the event would otherwise be over. That time is not delayed here.
  return !isAllowed(local, rules) && isAllowed(due, rules) ? 'It waits until emails and posts are allowed again.' : undefined;
}
