// The facts behind what needs the programme lead, and behind the morning summary. They never hold a reader's address.
import type { Temporal } from 'temporal-polyfill';
import type { Examined } from '#core/doctor/examination';
import type { Turned } from '#core/doctor/turned';
import type { Problem } from '#core/parsing/problem';
import type { Backdated } from '#core/plan/backdated';
import type { Certificate } from '#core/publication/delivery-counts';
import type { ChannelName, PublicationId } from '#core/publication/publication';
import type { Slug } from '#core/story/story';
import type { ListChanges } from '#core/subscriber/list-changes';
import { distinctNames } from '#core/text/distinct-names';
import { nhsDateTime } from '#core/time/nhs-dates';

/** A publication with its name, and when it is or was due. `about`: its one story; absent for a digest. */
export type Named = { id: PublicationId; name: string; channel: ChannelName; when: Temporal.ZonedDateTime; about?: Slug };

/** The status of a post on its channel. `url`: the post there. */
export type PostedAs = { is: 'posted'; url: string } | { is: 'refused' | 'missed' | 'held' | 'open' };

/**
 * What stops a publication: a missing yes, its text, a pause of its own, a story's file that is gone, its announcement, or `nothing`: no
 * story and no rule asks for it any more, so it only waits for its end.
 */
export type WaitsFor = 'yes' | 'text' | 'pause' | 'file' | 'announcement' | 'nothing';

/** `until`: when it is missed if nobody does anything. `file`: its story's, if the desk's form can mend the text. */
export type Waiting = Named & { why: string; waitsFor: WaitsFor; until: Temporal.ZonedDateTime; file?: string };

/** What somebody let out alone: who had written it last, and why it could not wait for somebody else. */
export type LetOut = Named & { by: string; why: string };

/** The facts at `now`. `since`: the time of the previous morning summary. Each list is in the order in which it is shown. */
export type MorningFacts = {
  now: Temporal.ZonedDateTime;
  since: Temporal.ZonedDateTime;
  /** What is due by then, and waits for a person, is named. */
  horizon: Temporal.ZonedDateTime;
  /** What goes out in so many days is among `ahead`. */
  aheadDays: number;
  /** The new rules have these problems, and those of `since` count. */
  notInForce?: { since: Temporal.ZonedDateTime; problems: Problem[] };
  /** `waits`: the publications that it stops until the horizon; the first of them is missed at `until`. */
  paused: { what: 'everything' | ChannelName; why: string; waits: number; until?: Temporal.ZonedDateTime }[];
  /** One-click unsubscribes that a scanner may have pressed. They are final at `until`. */
  bursts: { people: number; at: Temporal.ZonedDateTime; until: Temporal.ZonedDateTime }[];
  /** `readers`: the number whose outcome is unknown; 0 for a post. */
  held: (Named & { readers: number })[];
  /** Due by the horizon, and stopped by something that only a person can change. */
  waiting: Waiting[];
  /** `late`: its page can send it all the same. */
  missed: (Named & { why: string; late: boolean })[];
  problems: Problem[];
  /** Certificates of the last two weeks that do not add up. */
  discrepancies?: { id: PublicationId; name: string; wrong: readonly string[] }[];
  /** What the doctor has found to be wrong. A morning summary has what is news of it instead. */
  wrong?: readonly Examined[];
  turned?: Turned;
  /** There are no rules that can be read. */
  mending?: true;
  /** The files among those with problems or ending agreements that the desk's form can open. */
  editable: readonly string[];
  /** What became backdated since then. */
  backdated: Pick<Backdated, 'file' | 'sentence' | 'first'>[];
  /** Pictures of people who agreed to be shown until a day that is near, or over. `until`: the end of that day. */
  agreements: { file: string; title: string; sentence: string; until: Temporal.ZonedDateTime }[];
  /** The month's posts cost more than its budget; `first` is the first that waits for a yes, after the horizon. */
  budget?: { sentence: string; first: Named; until: Temporal.ZonedDateTime };
  /** `waits`: true when one of `paused` stops it. */
  ahead: (Named & { readers: number; waits: boolean })[];
  /** How many publications of the days ahead wait for a person, and are due after the horizon: they need nobody yet. */
  later?: number;
  /** Since then. */
  alone?: LetOut[];
  /** The same of the last two weeks, while nobody else has looked at it. */
  unseen?: LetOut[];
  /** How the list has changed since then. */
  listChanges?: ListChanges;
  out: (Named & { cancelled: boolean } & ({ counts: Certificate } | { posted: PostedAs }))[];
};

/** Returns the facts with a name of its own for each publication: links with the same words must lead to the same page. */
export function withDistinctNames(facts: MorningFacts): MorningFacts {
  const all: Named[] = [
    ...facts.held,
    ...facts.waiting,
    ...facts.missed,
    ...facts.ahead,
    ...facts.out,
    ...(facts.alone ?? []),
    ...(facts.unseen ?? []),
  ];
  const each = [...new Map(all.map((one) => [one.id, one])).values()];
  const names = distinctNames(each.map(({ name, when }) => ({ name, date: nhsDateTime(when) })));
  const called = new Map(each.map(({ id, name }, i) => [id, names[i] ?? name]));
  const named = <N extends Named>(some: readonly N[]): N[] => some.map((one) => ({ ...one, name: called.get(one.id) ?? one.name }));
  return {
    ...facts,
    held: named(facts.held),
    waiting: named(facts.waiting),
    missed: named(facts.missed),
    ahead: named(facts.ahead),
    out: named(facts.out),
    ...(facts.alone && { alone: named(facts.alone) }),
    ...(facts.unseen && { unseen: named(facts.unseen) }),
  };
}
