// The morning summary to the programme lead: what needs a decision, what goes out, what went out. It never holds a reader's address.
import type { Temporal } from 'temporal-polyfill';
import { sentSentence } from '#core/certificate/outcome-sentence';
import { isNote, type Problem } from '#core/parsing/problem';
import type { Backdated } from '#core/plan/backdated';
import type { Certificate } from '#core/publication/delivery-counts';
import { channelName, people, publicationUrl } from '#core/publication/names';
import type { ChannelName, PublicationId } from '#core/publication/publication';
import { type ListChanges, listChangesSentence } from '#core/subscriber/list-changes';
import { curlyQuotes } from '#core/text/curly-quotes';
import { distinctNames } from '#core/text/distinct-names';
import { oneLine } from '#core/text/lines';
import { cutAtWord } from '#core/text/wrap';
import { isBefore } from '#core/time/compare';
import { nhsDate, nhsDateTime, nhsTime } from '#core/time/nhs-dates';

/** A publication with its name, and when it is or was due. */
export type Named = { id: PublicationId; name: string; channel: ChannelName; when: Temporal.ZonedDateTime };

/** The status of a post on its channel. `url`: the post there. */
export type PostedAs = { is: 'posted'; url: string } | { is: 'refused' | 'missed' | 'held' | 'open' };

/** The facts at `now`. `since`: the time of the previous morning summary. Each list is in the order in which it is shown. */
export type MorningFacts = {
  now: Temporal.ZonedDateTime;
  since: Temporal.ZonedDateTime;
  /** The new rules have these problems, and those of `since` count. */
  notInForce?: { since: Temporal.ZonedDateTime; problems: Problem[] };
  paused: { what: 'everything' | ChannelName; why: string }[];
  /** One-click unsubscribes that a scanner may have pressed. They are final at `until`. */
  bursts: { people: number; at: Temporal.ZonedDateTime; until: Temporal.ZonedDateTime }[];
  /** `readers`: the number whose outcome is unknown; 0 for a post. */
  held: (Named & { readers: number })[];
  /** Due in the next two days, and stopped by something that only a person can change. */
  waiting: (Named & { why: string })[];
  missed: (Named & { why: string })[];
  problems: Problem[];
  /** What became backdated since then. */
  backdated: Pick<Backdated, 'file' | 'sentence'>[];
  /** Pictures of people who agreed to be shown until a day that is near, or over. */
  agreements: { file: string; title: string; sentence: string }[];
  /** `waits`: true when one of `paused` stops it. */
  ahead: (Named & { readers: number; waits: boolean })[];
  /** How the list has changed since then. */
  listChanges?: ListChanges;
  out: (Named & { cancelled: boolean } & ({ counts: Certificate } | { posted: PostedAs }))[];
};

/** One item as it is shown. Items that lead to different pages have different names. `see`: a second link. */
export type MorningItem = { name: string; url: string; words: string; see?: { words: string; url: string } };

/** `more`: the number of items that are not shown. */
export type MorningPart = { heading: string; items: MorningItem[]; more: number };

/** `parts`: those of `needs`, `ahead` and `out` that are not empty, cut to 20 items each. */
export type MorningSummary = { parts: MorningPart[]; needs: MorningItem[]; ahead: MorningItem[]; out: MorningItem[] };

const MAX_ITEMS = 20;

/** The limit of an item's text: a reason may quote what a person wrote. */
const MAX_TEXT_CHARACTERS = 400;

/** Returns the morning summary; undefined when there is nothing to say. `site`: the origin of the desk. */
export function morningSummaryOf(facts: MorningFacts, site: string): MorningSummary | undefined {
  const called = namesOf([...facts.held, ...facts.waiting, ...facts.missed, ...facts.ahead, ...facts.out]);
  const item = (one: Named, text: string): MorningItem => ({
    name: called.get(one.id) ?? one.name,
    url: `${site}${publicationUrl(one.id)}`,
    words: shortened(text),
  });
  const when = (one: Named) => relativeDay(one.when, facts.now);
  const needs = needsOf(facts, site, item);
  const ahead = facts.ahead.map((one) =>
    item(one, `${isOver(one, facts) ? 'At the next time that is allowed' : when(one)}${aheadSentence(one)}`),
  );
  const out = facts.out.map((one) => {
    const entry = item(one, `${one.cancelled ? 'Cancelled on its way. ' : ''}${when(one)}. ${outSentence(one)}`);
    if (!('posted' in one) || one.posted.is !== 'posted') return entry;
    return { ...entry, see: { words: `${entry.name}, as readers see it`, url: one.posted.url } };
  });
  const changed = facts.listChanges && listChangesSentence(facts.listChanges);
  const readers = changed === undefined ? [] : [{ name: 'People on our list', url: `${site}/desk/people`, words: changed }];
  const parts = [
    part('What needs you', needs),
    part('Goes out in the next 24 hours', ahead),
    part(`Went out since ${sinceText(facts)}`, out),
    part(`Who came and went since ${sinceText(facts)}`, readers),
  ].filter(({ items }) => items.length > 0);
  // Who came and went is no reason for an email of its own.
  return needs.length + ahead.length + out.length === 0 ? undefined : { parts, needs, ahead, out };
}

/** Returns what only a person can decide or put right, most urgent kinds first. `site`: the origin of the desk. */
export function needsOf(
  facts: MorningFacts,
  site: string,
  item: (one: Named, text: string) => MorningItem = (one, text) => ({
    name: one.name,
    url: `${site}${publicationUrl(one.id)}`,
    words: shortened(text),
  }),
): MorningItem[] {
  const onPlan = (anchor: string) => `${site}/desk/#${anchor}`;
  const problem = ({ file, line, sentence }: Problem, anchor: string): MorningItem => ({
    name: `${oneLine(file)} line ${line}`,
    url: onPlan(anchor),
    words: shortened(sentence),
  });
  const { notInForce } = facts;
  return [
    ...(notInForce ? [{ name: 'The new rules are not in force', url: onPlan('not-in-force'), words: notInForceSentence(notInForce) }] : []),
    ...(notInForce?.problems ?? []).map((one) => problem(one, 'not-in-force')),
    ...facts.paused.map(({ what, why }) => ({
      name: pausedSentence(what),
      url: onPlan(what === 'everything' ? 'paused' : `stopped-${what}`),
      words: shortened(why),
    })),
    ...facts.bursts.map((burst) => ({
      name: `Perhaps a scanner pressed the button to leave, for ${people(burst.people)}`,
      url: `${site}/desk/departures`,
      words: burstSentence(burst, facts.now),
    })),
    ...facts.held.map((one) => item(one, heldSentence(one))),
    ...facts.waiting.map((one) => item(one, `Due ${lower(relativeDay(one.when, facts.now))}. ${one.why}`)),
    ...facts.missed.map((one) => item(one, one.why)),
    ...facts.backdated.map(({ file, sentence }) => ({
      name: `${oneLine(file)} is on the website only`,
      url: onPlan('backdated'),
      words: shortened(sentence),
    })),
    ...facts.agreements.map(({ file, title, sentence }) => ({
      name: `A picture in “${oneLine(title)}”`,
      url: `${site}/desk/stories?q=${encodeURIComponent(file)}`,
      words: shortened(sentence),
    })),
    ...facts.problems.filter((one) => !isNote(one)).map((one) => problem(one, 'problems')),
  ];
}

function shortened(text: string): string {
  return cutAtWord(curlyQuotes(oneLine(text)), MAX_TEXT_CHARACTERS);
}

function burstSentence({ at, until }: MorningFacts['bursts'][number], now: Temporal.ZonedDateTime): string {
  return `It was pressed ${lower(relativeDay(at, now))}. They get no emails until you decide. Without a word from you they leave ${lower(relativeDay(until, now))}.`;
}

function part(heading: string, items: MorningItem[]): MorningPart {
  return { heading, items: items.slice(0, MAX_ITEMS), more: Math.max(0, items.length - MAX_ITEMS) };
}

function notInForceSentence({ since }: NonNullable<MorningFacts['notInForce']>): string {
  return `newsroom.yaml has a problem. Until it is put right, everything goes on by the rules as they were on ${nhsDateTime(since)}.`;
}

function pausedSentence(what: 'everything' | ChannelName): string {
  if (what === 'everything') return 'Everything is paused';
  return what === 'email' ? 'Email is paused' : `Posting on ${channelName(what)} is paused`;
}

function heldSentence({ channel, readers }: MorningFacts['held'][number]): string {
  const unknown = channel === 'email' ? `whether ${people(readers)} got it` : `whether it is on ${channelName(channel)}`;
  return `Nobody can know ${unknown}. Please decide on the desk.`;
}

/** True when its due time is over: it was due in a quiet time, or could not go out before one, and waits for the end. */
function isOver({ when }: Named, { now }: MorningFacts): boolean {
  return isBefore(when, now);
}

function aheadSentence({ channel, readers, waits }: MorningFacts['ahead'][number]): string {
  const to = channel === 'email' ? `, by email to ${people(readers)}` : '';
  return waits ? `${to}, if it is resumed by then.` : `${to}.`;
}

function outSentence(one: MorningFacts['out'][number]): string {
  if ('posted' in one) return postedSentence(one.posted, channelName(one.channel));
  return sentSentence(one.cancelled ? 'cancelled' : 'sending', one.counts);
}

function postedSentence(posted: PostedAs, on: string): string {
  switch (posted.is) {
    case 'posted':
      return `It is on ${on}.`;
    case 'refused':
      return `${on} did not take it.`;
    case 'missed':
      return 'It was too late to be posted.';
    case 'held':
      return `It is not known whether it is on ${on}.`;
    case 'open':
      return 'It is still to be posted.';
    default:
      return posted satisfies never;
  }
}

/** `Today at 9am`, `Tomorrow at midday`, `Thursday 26 March 2020 at 9:30am`. */
function relativeDay(when: Temporal.ZonedDateTime, now: Temporal.ZonedDateTime): string {
  const local = when.withTimeZone(now.timeZoneId);
  const { days } = now.toPlainDate().until(local.toPlainDate());
  const day = days === 0 ? 'Today' : days === 1 ? 'Tomorrow' : days === -1 ? 'Yesterday' : undefined;
  return day === undefined ? nhsDateTime(local) : `${day} at ${nhsTime(local)}`;
}

function sinceText({ since, now }: MorningFacts): string {
  return since.toPlainDate().equals(now.toPlainDate().subtract({ days: 1 })) ? 'yesterday morning' : nhsDate(since);
}

/** Returns `Today at 9am` as it is written inside a sentence. Names of weekdays keep their capital. */
function lower(when: string): string {
  return /^(?:To|Yes)/.test(when) ? when.slice(0, 1).toLowerCase() + when.slice(1) : `on ${when}`;
}

/** What each is called in links. */
function namesOf(all: readonly Named[]): Map<PublicationId, string> {
  const each = [...new Map(all.map((one) => [one.id, one])).values()];
  const names = distinctNames(each.map(({ name, when }) => ({ name, date: nhsDateTime(when) })));
  return new Map(each.map(({ id, name }, i) => [id, names[i] ?? name]));
}
