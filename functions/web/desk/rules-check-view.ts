// What a change of the rules does, in sentences.
import type { Temporal } from 'temporal-polyfill';
import { problemLine } from '#core/parsing/problem';
import { people } from '#core/publication/names';
import { type RuleChange, readRuleLines, ruleChanges } from '#core/rules-form/rule-values';
import { count } from '#core/text/wrap';
import { isAfter } from '#core/time/compare';
import { nhsDateTime } from '#core/time/nhs-dates';
import type { Consequence } from '#flow/publish/compare-plans';
import type { KeptChoice, LostChoice, NextDigest, RulesConsequences } from '#flow/rules/rules-consequences';
import { consequenceLine } from '#web/desk/consequences-view';

const SHOWN = 12;
/** What is due by then goes out at once, in whichever minute. */
const AT_ONCE_MINUTES = 10;

type Group = { heading: string; lines: string[]; more: number };

const HEADINGS: readonly [Consequence['what'], string][] = [
  ['goes', 'Goes out, and did not before'],
  ['moves', 'Goes out at another time than before'],
  ['changes', 'Goes out with other words, or another look'],
  ['ends', 'Does not go out any more'],
];

/** `changes`: what the person changes. `atOnce`: what goes out within minutes. `lost`: why it cannot be saved. */
export type RulesCheck = {
  changes: { label: string; was: string; is: string }[];
  onlyText: boolean;
  digests: string[];
  atOnce: string[];
  groups: Group[];
  notes: string[];
  lost: string[];
  broken: string[];
  nothing: boolean;
};

/** Returns what the page before Save says. `before`, `after`: the texts of the file. */
export function rulesCheck(
  consequences: RulesConsequences,
  { before, after }: { before: string; after: string },
  now: Temporal.Instant,
): RulesCheck {
  const [old, next] = [readRuleLines(before), readRuleLines(after)];
  const changes = old && next ? ruleChanges(old, next) : [];
  const { changed, reaches, before: reached, asks, frees, missed, digests, kept, lost, broken } = consequences;
  const soon = now.add({ minutes: AT_ONCE_MINUTES });
  const isAtOnce = ({ entry }: Consequence) => !isAfter(entry.due, soon);
  const lineOf = (one: Consequence) => {
    const was = reached.get(one.entry.id);
    const isOther = one.entry.channel === 'email' && one.what !== 'ends' && was !== undefined && was !== one.entry.audience;
    return `${consequenceLine(one, consequences)}${isOther ? ` Before: to ${people(was)}.` : ''}`;
  };
  const groupOf = (heading: string, all: readonly Consequence[]): Group => ({
    heading,
    lines: all.slice(0, SHOWN).map(lineOf),
    more: Math.max(0, all.length - SHOWN),
  });
  const groups = [
    ...HEADINGS.map(([what, heading]) =>
      groupOf(
        heading,
        changed.filter((one) => one.what === what),
      ),
    ),
    groupOf('Goes out as before, to more or fewer people', reaches),
    groupOf('Is missed at once, because it is later than the new limit', missed),
    groupOf('Needs a yes from now on', asks),
    groupOf('Needs no yes any more', frees),
  ].filter(({ lines }) => lines.length > 0);
  return {
    changes: changes.map(({ label, was, is }) => ({ label, was: was || 'Nothing', is: is || 'Nothing' })),
    onlyText: changes.length === 0,
    digests: digests.map(digestLine),
    atOnce: [...frees, ...changed.filter(({ what, asked }) => what !== 'ends' && asked === undefined)].filter(isAtOnce).map(lineOf),
    groups,
    notes: [...kept.map(keptSentence), ...notesOf(changes)],
    lost: lost.map(lostSentence),
    broken: broken.map(problemLine),
    nothing: groups.length === 0,
  };
}

function digestLine({ series, next, before }: NextDigest): string {
  const name = `The next ${series} digest`;
  if (!next) return before ? `There is no ${series} digest any more.` : `No ${series} digest is planned yet.`;
  const to = next.state === 'empty' ? 'nothing is in it yet' : `to ${people(next.audience)}`;
  const was = before && !before.due.equals(next.due) ? `, instead of ${nhsDateTime(before.due)}` : '';
  return `${name}: ${nhsDateTime(next.due)}${was}, ${to}.`;
}

const OF: Record<LostChoice['of'], [what: string, remedy: string]> = {
  topic: ['the topic', 'Merge it with another topic instead, or let it be.'],
  organisation: ['the trust', 'Merge it with another trust instead, or let it be.'],
  digest: ['the digest', 'They would get no digest at all. Let it be, and change its day instead.'],
};

function keptSentence({ into, ...one }: KeptChoice): string {
  return `${whoHas(one)} “${one.label}”. To them it is “${into}” from now on, and nobody has to choose again.`;
}

function lostSentence(one: LostChoice): string {
  const [what, remedy] = OF[one.of];
  return `${whoHas(one)} ${what} “${one.label}”, which the new rules do not have. ${remedy}`;
}

function whoHas({ people: persons, unconfirmed, stories }: LostChoice): string {
  const still = unconfirmed > 0 && `${persons === 1 ? '' : `${unconfirmed.toLocaleString('en-GB')} of them `}not confirmed yet`;
  const who = [persons > 0 && `${people(persons)}${still ? ` (${still})` : ''}`, stories > 0 && count(stories, 'story', 'stories')]
    .filter(Boolean)
    .join(' and ');
  return `${who} ${persons + stories === 1 ? 'has' : 'have'}`;
}

/** What the plan does not show. */
function notesOf(changes: readonly RuleChange[]): string[] {
  const has = (...names: string[]) => changes.some(({ name }) => names.some((one) => name === one || name.startsWith(`${one}.`)));
  const notes: [boolean, string][] = [
    [
      has('sender', 'brand', 'name', 'short_name'),
      'Every email that goes out from now on has it, digests too. What has gone out stays as it is.',
    ],
    [has('brand', 'name', 'short_name', 'host'), 'The website shows it within a few minutes.'],
    [has('site'), 'Every link in emails and posts from now on leads to the new address. Links that have gone out keep the old one.'],
    [
      has('sender.address'),
      'Amazon must know the new address before the next email: otherwise all emails are paused, and nothing is lost.',
    ],
    [has('timezone'), 'All times of stories and rules are read as times of the new zone.'],
    [has('notes_to', 'notes_on'), 'It counts from the next morning on.'],
    [has('max_lateness'), 'What was missed before stays missed.'],
    [has('unknown', 'undo'), 'It counts for what begins from now on.'],
  ];
  return notes.filter(([is]) => is).map(([, note]) => note);
}

/** Returns what somebody else changed meanwhile, a line each. */
export function changedMeanwhile(before: string, now: string): string[] {
  const [old, next] = [readRuleLines(before), readRuleLines(now)];
  const changes = old && next ? ruleChanges(old, next) : [];
  if (changes.length === 0) return ['Lines of the file that no form shows.'];
  return changes.map(({ label, was, is }) => `${label}: “${was || 'nothing'}” became “${is || 'nothing'}”.`);
}
