// Decides whether a due publication begins, waits, or is closed with a reason.
import type { Temporal } from 'temporal-polyfill';
import { colleagueAddress } from '#core/desk/colleagues';
import { placeholderIn } from '#core/plan/placeholder-words';
import { TELLS_A_CHANGE } from '#core/plan/plan-change';
import { isAllowed } from '#core/plan/quiet-times';
import { extraOf } from '#core/publication/extra-post';
import { changedParts, changesBetween, readOutgoing, type WrittenOutgoing } from '#core/publication/outgoing';
import type { Publication, PublicationRecord } from '#core/publication/publication';
import type { Rules } from '#core/rules/rules';
import { leadsTo } from '#core/story/extra-posts';
import type { LearningEvent, Story } from '#core/story/story';
import { startOf } from '#core/text/sentences';
import { earliest, isAfter, latest } from '#core/time/compare';
import { nhsDateTime } from '#core/time/nhs-dates';

/** Why a publication does not begin. `waiting`: it may begin later. Every other state is final. */
export type Stay = { state: PublicationRecord['state']; reason: string };

/** A due publication as the plan has it now, with its stories. */
export type Candidate = { publication: Publication; stories: readonly Story[]; rules: Rules; now: Temporal.Instant };

/**
 * People's decisions about the publication. `outgoing`: what the person who approved it was shown; absent in approvals of before that.
 * `wrote`: who had written it last; empty when nobody had on the desk, absent when no rule asked. `alone`: why one person was enough.
 */
export type PublicationSwitches = {
  paused?: string;
  approved?: { by: string; outgoing?: WrittenOutgoing; wrote?: string; alone?: string };
  cancelled?: { by: string };
};

/**
 * What keeps it from beginning, in sentences. `unannounced`: its announcement has not gone out. `wrong`: what is wrong with its text.
 * `costly`: why a person must approve the price of a post. And `outgoing`: what would go out now.
 */
export type Composed = {
  unannounced?: string | undefined;
  wrong?: string | undefined;
  costly?: string | undefined;
  outgoing: WrittenOutgoing;
};

/** Advice that is too late for what was missed. */
const TOO_LATE = / (?:Put the file back|Put it right|Take the line out), and this goes out\.$/;

/**
 * Returns what to do with a due publication that is no longer in the plan. `lost`: the same as the plan has it among what is lost. `there`:
 * its stories can all be read. `archived`: its story is for the website only.
 */
export function whyGone(
  { due }: PublicationRecord,
  { lost, there, archived = false }: { lost?: Publication | undefined; there: boolean; archived?: boolean },
  rules: Rules,
  now: Temporal.Instant,
): Stay {
  if (isLate(due, rules, now)) {
    if (there)
      return stay(
        'missed',
        `It was due on ${nhsDateTime(due)}. It was not sent, because ${archived ? 'its story had been put into the archive' : 'its story or the rules had changed and did not ask for it any more'}.`,
      );
    return missedBecause('the file of its story was gone, was a draft or had a problem', due, rules, lost?.reason?.replace(TOO_LATE, ''));
  }
  if (there && archived)
    return stay(
      'waiting',
      'Its story is in the archive, so it does not go out. Take “archive: true” out of the story in time, and it does.',
    );
  if (there)
    return stay('waiting', 'Its story or the rules have changed, and do not ask for it any more. If they do again in time, it goes out.');
  return stay('waiting', lost?.reason ?? 'Its story is gone or has a problem. Put the story right, and it goes out.');
}

/**
 * Returns why the publication does not begin; undefined when it may. Without `switches` or `composed` it checks only what comes before
 * them. So the caller need not read the switches of a dropped publication, or compose a paused one.
 */
export function whyNotBegin(candidate: Candidate, switches?: PublicationSwitches, composed?: Composed): Stay | undefined {
  const { publication, stories, rules, now } = candidate;
  const { due, decision, doubt } = publication;
  if (decision !== 'go') return stay(decision, publication.reason ?? 'It is not needed any more.');
  const started = stories
    .filter((story) => story.kind === 'event')
    .find((event) => !isAfter(event.starts.toZonedDateTime(rules.timezone), now));
  if (started && mustPrecede(publication, started))
    return stay('missed', `It could not go out before the event began on ${nhsDateTime(started.starts)}, so it was not sent.`);
  if (!switches) return undefined;
  const late = isLate(due, rules, now);
  const missed = (why: string, cause?: string) => missedBecause(why, due, rules, cause);
  if (switches.cancelled) return stay('cancelled', `Cancelled by ${switches.cancelled.by} before anybody got it.`);
  if (switches.paused !== undefined)
    return late ? missed('sending stayed paused', switches.paused) : stay('waiting', `Paused: ${switches.paused}`);
  const asked = whyAsked(publication, { stories, rules });
  if (asked !== undefined && !switches.approved)
    return late ? missed(asked === doubt ? 'nobody said that it is a new story' : 'nobody approved it') : stay('waiting', asked);
  if (!composed) return undefined;
  const objected = whyObjected(candidate, composed, switches);
  if (objected) return late ? missed(objected.missed, objected.cause) : stay('waiting', objected.waits);
  if (late) return missed('the newsroom could not send it');
  const early = whyNotYet(due, rules, now);
  return early === undefined ? undefined : stay('waiting', early);
}

/** Returns the first objection that holds: why it `waits`, and why it was `missed` if it waited for too long. */
function whyObjected(
  { publication, stories, rules }: Candidate,
  { unannounced, wrong, costly, outgoing }: Composed,
  { approved }: PublicationSwitches,
): { waits: string; missed: string; cause?: string } | undefined {
  if (unannounced !== undefined) return { waits: unannounced, missed: 'it has to follow its announcement', cause: unannounced };
  if (wrong !== undefined) {
    const [what, it] = publication.channel === 'email' ? ['email', 'it'] : ['text', 'its text'];
    return { waits: `It waits until ${it} is put right. ${wrong}`, missed: `its ${what} had a problem`, cause: wrong };
  }
  if (costly !== undefined && !approved) return { waits: costly, missed: 'nobody approved its price' };
  const voided = whyAsked(publication, { stories, rules }, costly) === undefined ? undefined : whyVoid(approved, outgoing, rules);
  return voided === undefined ? undefined : { waits: voided, missed: 'nobody approved it as it is now' };
}

/**
 * Returns why a person must say yes before the publication goes out; undefined when nobody must. The rules may ask for it. What was first
 * seen after its time, what tells readers otherwise than they were told, and words that look unfinished need it, whatever the rules say
 * of approval. `stories`: its own. `costly`: as in `Composed`.
 */
export function whyAsked(
  publication: Publication,
  { stories, rules }: Pick<Candidate, 'stories'> & { rules: Pick<Rules, 'approval' | 'fourEyes'> },
  costly?: string,
): string | undefined {
  if (publication.doubt !== undefined) return publication.doubt;
  if (publication.asks !== undefined) return publication.asks;
  const placeholder = placeholderIn(publication, stories);
  if (placeholder !== undefined)
    return `It waits for someone to say yes, because “${placeholder}” looks as if it were not finished. Put that right, or say yes.`;
  if (isNotice(publication)) return TELLS_A_CHANGE;
  if (rules.fourEyes) return 'It waits for the yes of somebody who did not write it.';
  return publication.late || rules.approval === 'required' ? 'It waits for someone to say yes.' : costly;
}

/** True for a change notice, by email or on a social channel. An announcement of a cancelled event is the first that readers hear of it. */
function isNotice({ kind, change, sequence }: Publication): boolean {
  return kind === 'change' || (kind === 'social' && change !== undefined && sequence !== undefined);
}

/**
 * True when its time counts from when an edit is seen: a change notice, and the first email or post of a story saved after its time.
 * A yes on the page that publishes the edit comes before that, so it cannot be to a minute.
 */
export function isTimedByEdit(publication: Publication): boolean {
  const { asks, kind, before, extra } = publication;
  const isFirst = kind === 'alert' || kind === 'announcement' || kind === 'social';
  return isNotice(publication) || (asks !== undefined && isFirst && before === undefined && extra === undefined);
}

/** Returns why an approval does not count for what would go out now; undefined when it does, or when there is none. */
export function whyVoid(
  approved: PublicationSwitches['approved'],
  outgoing: WrittenOutgoing,
  { fourEyes }: Pick<Rules, 'fourEyes'>,
): string | undefined {
  const single = fourEyes && approved && whySingle(approved);
  if (single) return single;
  if (!approved || approved.outgoing === outgoing) return undefined;
  const [before, now] = [readOutgoing(approved.outgoing ?? ''), readOutgoing(outgoing)];
  if (!before || !now)
    return `${startOf(approved.by)} said yes before Newsroom kept what a yes is for. Please look at it, and say yes again.`;
  const changes = changesBetween(before, now);
  if (changes.length === 0) return undefined;
  const changed = changedParts(changes);
  return `It changed after ${approved.by} said yes: ${changed}. Please look at it, and say yes again.`;
}

/** Returns why the rule of four eyes does not take a yes: who said it wrote it last, and gave no reason to let it out alone. */
function whySingle({ by, wrote, alone }: NonNullable<PublicationSwitches['approved']>): string | undefined {
  if (alone !== undefined) return undefined;
  if (wrote === undefined) return `${startOf(by)} said yes when one person was enough. Now somebody who did not write it has to say yes.`;
  if (colleagueAddress(wrote) !== colleagueAddress(by)) return undefined;
  return `${startOf(by)} wrote it last, and said yes to it. Somebody else has to say yes.`;
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

/** Returns when it is missed if nothing lets it begin: as late as the rules allow, or when an event begins that it must precede. */
export function missedAt(publication: Publication, { stories, rules }: Pick<Candidate, 'stories' | 'rules'>): Temporal.ZonedDateTime {
  const begins = stories.flatMap((story) =>
    story.kind === 'event' && mustPrecede(publication, story) ? [story.starts.toZonedDateTime(rules.timezone)] : [],
  );
  return earliest(publication.due.add(rules.maxLateness), ...begins);
}

function stay(state: PublicationRecord['state'], reason: string): Stay {
  return { state, reason };
}

/** True when the rules do not let it go out any more. */
export function isLate(due: Temporal.ZonedDateTime, rules: Rules, now: Temporal.Instant): boolean {
  return isAfter(now, due.add(rules.maxLateness));
}

/** `cause`: the sentences that say what kept it. */
function missedBecause(why: string, due: Temporal.ZonedDateTime, rules: Rules, cause?: string): Stay {
  const limit = nhsDateTime(due.add(rules.maxLateness));
  const because = !cause
    ? `${why} before ${limit}.`
    : `${why}: ${insideSentence(cause).replace(/[^.!?]$/u, '$&.')} Newsroom waited until ${limit}.`;
  return stay('missed', `It was due on ${nhsDateTime(due)}. It was not sent, because ${because}`);
}

/** Returns `It waits.` as it is written behind a colon. Abbreviations and quotations stay as they are. */
export function insideSentence(sentence: string): string {
  return sentence.replace(/^\p{Lu}(?=\p{Ll}|\s)/u, (first) => first.toLowerCase());
}

/** Returns why a publication that is due by the clock must wait: its time was moved, or it is a quiet time. */
function whyNotYet(due: Temporal.ZonedDateTime, rules: Rules, now: Temporal.Instant): string | undefined {
  if (isAfter(due.subtract(rules.undo), now)) return `Its time was moved to ${nhsDateTime(due)}.`;
  const local = latest(due, now.toZonedDateTimeISO(rules.timezone));
  // The plan itself sets a quiet time when the event would otherwise be over. That time is not delayed here.
  return !isAllowed(local, rules) && isAllowed(due, rules) ? 'It waits until emails and posts are allowed again.' : undefined;
}
