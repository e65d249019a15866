// The morning summary to the programme lead: what needs a decision, what goes out, what went out. It never holds a reader's address.
import { sentSentence } from '#core/certificate/outcome-sentence';
import type { Examined } from '#core/doctor/examination';
import { WHOM_NAMES } from '#core/doctor/verdict';
import { channelName, people, publicationUrl } from '#core/publication/names';
import { listChangesSentence } from '#core/subscriber/list-changes';
import { count } from '#core/text/wrap';
import { isBefore } from '#core/time/compare';
import { nhsDate } from '#core/time/nhs-dates';
import { relativeDay } from '#core/time/relative-day';
import { type MorningFacts, type Named, type PostedAs, withDistinctNames } from '#core/transactional/morning-facts';
import { aloneSentence, minutesOf, type Need, needsOf, shortened } from '#core/transactional/needs';

/** One item as it is shown. Items that lead to different pages have different names. `see`: a second link. */
export type MorningItem = { name: string; url: string; words: string; see?: { words: string; url: string } };

/** `more`: the number of items that are not shown. */
export type MorningPart = { heading: string; items: (MorningItem | Need)[]; more: number };

/** `parts`: those of `needs`, `ahead` and `out` that are not empty, cut to 20 items each. */
export type MorningSummary = { parts: MorningPart[]; needs: Need[]; wrong: MorningItem[]; ahead: MorningItem[]; out: MorningItem[] };

const MAX_ITEMS = 20;

/** Returns the morning summary; undefined when there is nothing to say. `site`: the origin of the desk. */
export function morningSummaryOf(found: MorningFacts, site: string): MorningSummary | undefined {
  const facts = withDistinctNames(found);
  const needs = needsOf(facts, site);
  const ahead = aheadItems(facts, site);
  const out = outItems(facts, site);
  const unseen = new Set((facts.unseen ?? []).map(({ id }) => id));
  const alone = (facts.alone ?? [])
    .filter(({ id }) => !unseen.has(id))
    .map((one) => ({
      ...linkTo(one, site),
      words: shortened(aloneSentence(one)),
    }));
  const changed = facts.listChanges && listChangesSentence(facts.listChanges);
  const readers = changed === undefined ? [] : [{ name: 'People on our list', url: `${site}/desk/people`, words: changed }];
  const { wrong, fine } = turnedItems(facts, site);
  const parts = [
    part(needs.length === 0 ? '' : needsHeading(needs), needs),
    part('Not in order any more', wrong),
    part('In order again', fine),
    part(facts.aheadDays === 1 ? 'Goes out in the next 24 hours' : `Goes out in the next ${facts.aheadDays} days`, ahead),
    part(`Let out alone since ${sinceText(facts)}`, alone),
    part(`Went out since ${sinceText(facts)}`, out),
    part(`Who came and went since ${sinceText(facts)}`, readers),
  ].filter(({ items }) => items.length > 0);
  // Who came and went is no reason for an email of its own.
  const reasons = [needs, wrong, fine, ahead, alone, out];
  return reasons.every(({ length }) => length === 0) ? undefined : { parts, needs, wrong, ahead, out };
}

/** What has turned since the doctor's findings were last told: each once. */
function turnedItems({ turned = { wrong: [], fine: [] } }: MorningFacts, site: string): { wrong: MorningItem[]; fine: MorningItem[] } {
  const itemOf = ({ id, name }: Examined, words: string) => ({ name, url: `${site}/desk/doctor#${id}`, words: shortened(words) });
  return {
    wrong: turned.wrong.map((one) => itemOf(one, `${one.found} ${remedyWords(one)}`)),
    fine: turned.fine.map((one) => itemOf(one, one.found)),
  };
}

function remedyWords({ remedy }: Examined): string {
  return remedy ? `If you do nothing, ${remedy.otherwise} ${WHOM_NAMES[remedy.whom]}; the page has the text.` : '';
}

/** `What needs you: 3 things, about 8 minutes`. */
function needsHeading(needs: readonly Need[]): string {
  return `What needs you: ${needsSize(needs)}`;
}

/** Returns `3 things, about 8 minutes`. */
export function needsSize(needs: readonly Need[]): string {
  return `${count(needs.length, 'thing')}, about ${count(minutesOf(needs), 'minute')}`;
}

/** Returns what goes out, as it is shown. */
function aheadItems(facts: MorningFacts, site: string): MorningItem[] {
  return facts.ahead.map((one) => ({
    ...linkTo(one, site),
    words: shortened(`${isOver(one, facts) ? 'At the next time that is allowed' : relativeDay(one.when, facts.now)}${aheadSentence(one)}`),
  }));
}

/** Returns what went out, as it is shown. */
export function outItems(facts: MorningFacts, site: string): MorningItem[] {
  return facts.out.map((one) => {
    const words = `${one.cancelled ? 'Cancelled on its way. ' : ''}${relativeDay(one.when, facts.now)}. ${outSentence(one)}`;
    const entry = { ...linkTo(one, site), words: shortened(words) };
    if (!('posted' in one) || one.posted.is !== 'posted') return entry;
    return { ...entry, see: { words: `${entry.name}, as readers see it`, url: one.posted.url } };
  });
}

function linkTo({ id, name }: Named, site: string): Pick<MorningItem, 'name' | 'url'> {
  return { name, url: `${site}${publicationUrl(id)}` };
}

function part(heading: string, items: (MorningItem | Need)[]): MorningPart {
  return { heading, items: items.slice(0, MAX_ITEMS), more: Math.max(0, items.length - MAX_ITEMS) };
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

function sinceText({ since, now }: MorningFacts): string {
  return since.toPlainDate().equals(now.toPlainDate().subtract({ days: 1 })) ? 'yesterday morning' : nhsDate(since);
}
