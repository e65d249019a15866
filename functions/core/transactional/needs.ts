// What only a person can decide or put right: on the desk's Home, as a number in its menu, and in the morning summary.
import type { Temporal } from 'temporal-polyfill';
import type { Examined } from '#core/doctor/examination';
import { isNote, type Problem } from '#core/parsing/problem';
import { channelName, people, publicationUrl } from '#core/publication/names';
import type { ChannelName } from '#core/publication/publication';
import { isStoryFile } from '#core/story/story-files';
import { curlyQuotes } from '#core/text/curly-quotes';
import { distinctNames } from '#core/text/distinct-names';
import { oneLine } from '#core/text/lines';
import { startOf } from '#core/text/sentences';
import { count, cutAtWord } from '#core/text/wrap';
import { byTime, earliest, isBefore } from '#core/time/compare';
import { nhsDateTime } from '#core/time/nhs-dates';
import { onRelativeDay } from '#core/time/relative-day';
import type { LetOut, MorningFacts, Named, Waiting } from '#core/transactional/morning-facts';

export type NeedKind =
  | 'rules'
  | 'certificate'
  | 'order'
  | 'pause'
  | 'burst'
  | 'held'
  | 'yes'
  | 'text'
  | 'own-pause'
  | 'file'
  | 'announcement'
  | 'missed'
  | 'alone'
  | 'backdated'
  | 'agreement'
  | 'budget'
  | 'problem';

/**
 * One thing that needs a person. `deadline`: when it happens what `otherwise` says; absent when nothing changes by itself. `button`: the
 * words of the link to `url`, which opens at the button or field. `also`: the other publications that it is about. Needs that lead to
 * different pages have different names.
 */
export type Need = {
  kind: NeedKind;
  name: string;
  words: string;
  deadline?: Temporal.ZonedDateTime;
  otherwise: string;
  minutes: number;
  button: string;
  url: string;
  also: { name: string; url: string }[];
};

/** How long each kind takes, for a person who reads what is to be decided: rounded up, and never nothing. */
const MINUTES: Record<NeedKind, number> = {
  rules: 10,
  certificate: 10,
  order: 5,
  pause: 2,
  burst: 2,
  held: 3,
  yes: 3,
  text: 5,
  'own-pause': 2,
  file: 5,
  announcement: 2,
  missed: 3,
  alone: 3,
  backdated: 2,
  agreement: 5,
  budget: 3,
  problem: 5,
};

/** Each publication that is decided beside the first of its story. */
const MINUTES_FOR_ANOTHER = 1;

/** The limit of an item's text: a reason may quote what a person wrote. */
const MAX_TEXT_CHARACTERS = 400;

/** Publications of one story that are missed within this time of the first are one thing. */
const TOGETHER_HOURS = 24;

export function shortened(text: string): string {
  return cutAtWord(curlyQuotes(oneLine(text)), MAX_TEXT_CHARACTERS);
}

/** Returns what needs a person, in order of deadline, then what has none, most urgent kinds first. `site`: the origin of the desk. */
export function needsOf(facts: MorningFacts, site: string): Need[] {
  const all = [
    ...rulesNeeds(facts),
    ...(facts.discrepancies ?? []).map(discrepancyNeed),
    ...orderNeeds(facts),
    ...facts.paused.map((one) => pauseNeed(one, facts)),
    ...facts.bursts.map((one, i) => burstNeed(one, i, facts)),
    ...facts.held.map(heldNeed),
    ...together(
      facts.waiting,
      ({ until }) => until,
      (one) => waitsKey(one, facts.waiting),
    ).map((some) => waitingNeed(some, facts)),
    ...together(
      facts.missed,
      ({ when }) => when,
      ({ late }) => String(late),
    ).map(missedNeed),
    ...(facts.unseen ?? []).map(aloneNeed),
    ...(facts.budget ? [budgetNeed(facts.budget, facts)] : []),
    ...facts.backdated.map(backdatedNeed),
    ...facts.agreements.map((one) => agreementNeed(one, facts)),
    ...problemNeeds(facts),
  ];
  const named = withNames(
    all.map((need) => ({ ...need, url: `${site}${need.url}`, also: need.also.map((one) => ({ ...one, url: `${site}${one.url}` })) })),
  );
  return [...named.filter(hasDeadline).toSorted((a, b) => byTime(a.deadline, b.deadline)), ...named.filter((need) => !hasDeadline(need))];
}

/** Returns the minutes that all of it takes. */
export function minutesOf(needs: readonly Pick<Need, 'minutes'>[]): number {
  return needs.reduce((sum, { minutes }) => sum + minutes, 0);
}

function hasDeadline(need: Need): need is Need & { deadline: Temporal.ZonedDateTime } {
  return need.deadline !== undefined;
}

function need(kind: NeedKind, one: Omit<Need, 'kind' | 'minutes' | 'also'> & Partial<Pick<Need, 'also'>>): Need {
  const { also = [] } = one;
  return { kind, minutes: MINUTES[kind] + also.length * MINUTES_FOR_ANOTHER, ...one, words: shortened(one.words), also };
}

function rulesNeeds({ notInForce }: MorningFacts): Need[] {
  if (!notInForce) return [];
  const since = nhsDateTime(notInForce.since);
  const [first, ...others] = notInForce.problems;
  const wrong = first ? ` ${oneLine(first.file)} line ${first.line}: ${first.sentence}${moreProblems(others.length)}` : '';
  return [
    need('rules', {
      name: 'The new rules are not in force',
      words: `newsroom.yaml has a problem.${wrong}`,
      otherwise: `everything goes on by the rules as they were on ${since}.`,
      button: 'See what is wrong with the rules',
      url: '/desk/rules#not-in-force',
    }),
  ];
}

function discrepancyNeed({ id, name, wrong }: NonNullable<MorningFacts['discrepancies']>[number]): Need {
  return need('certificate', {
    name: `The certificate of ${name} does not add up`,
    words: wrong.join(' '),
    otherwise: 'nothing changes by itself: ask a developer to look at it.',
    button: 'See the certificate',
    url: `${publicationUrl(id)}#certificate`,
  });
}

/** Everything that the doctor found to be wrong is one thing: often one cause shows in several. */
function orderNeeds({ wrong = [] }: MorningFacts): Need[] {
  const [first, ...others] = wrong;
  if (!first) return [];
  const at = ({ id }: Examined) => `/desk/doctor#${id}`;
  return [
    need('order', {
      name: others.length === 0 ? `Not in order: ${first.name}` : `${count(wrong.length, 'thing')} are not in order`,
      words: others.length === 0 ? first.found : `${first.name}: ${first.found}`,
      otherwise: first.remedy?.otherwise ?? 'it stays as it is.',
      button: 'See what to do, and whom to ask',
      url: at(first),
      also: others.map((one) => ({ name: one.name, url: at(one) })),
    }),
  ];
}

function moreProblems(others: number): string {
  return others === 0 ? '' : ` And ${count(others, 'more problem')} in this file.`;
}

function pauseNeed({ what, why, waits, until }: MorningFacts['paused'][number], { now, horizon }: MorningFacts): Need {
  const nothing =
    what === 'everything' ? 'nothing goes out' : what === 'email' ? 'no email goes out' : `nothing goes out on ${channelName(what)}`;
  const by = nhsDateTime(horizon);
  const first = until && `${waits === 1 ? 'It' : 'The first'} is missed ${onRelativeDay(until, now)}.`;
  const otherwise = first
    ? `${nothing}. ${count(waits, 'publication')} due by ${by} ${waits === 1 ? 'waits' : 'wait'}. ${first}`
    : `${nothing}. Nothing that is ready is due before ${by}.`;
  return need('pause', {
    name: pausedSentence(what),
    words: why,
    ...(until && { deadline: until }),
    otherwise,
    button: what === 'everything' ? 'Let everything go on' : what === 'email' ? 'Resume email' : `Resume posting on ${channelName(what)}`,
    url: `/desk/plan#${what === 'everything' ? 'paused' : `stopped-${what}`}`,
  });
}

function pausedSentence(what: 'everything' | ChannelName): string {
  if (what === 'everything') return 'Everything is paused';
  return what === 'email' ? 'Email is paused' : `Posting on ${channelName(what)} is paused`;
}

function burstNeed({ people: many, at, until }: MorningFacts['bursts'][number], index: number, { now }: MorningFacts): Need {
  return need('burst', {
    name: `Perhaps a scanner pressed the button to leave, for ${people(many)}`,
    words: `It was pressed ${onRelativeDay(at, now)}. They get no emails until you decide.`,
    deadline: until,
    otherwise: `they leave ${onRelativeDay(until, now)}.`,
    button: 'Say whether it was a scanner',
    url: `/desk/departures#burst-${index}`,
  });
}

function heldNeed({ id, name, channel, readers }: MorningFacts['held'][number]): Need {
  const email = channel === 'email';
  return need('held', {
    name,
    words: `Nobody can know ${email ? `whether ${people(readers)} got it` : `whether it is on ${channelName(channel)}`}.`,
    otherwise: email ? 'it stays held, and they are not sent it again.' : 'it stays held, and is not posted again.',
    button: 'Decide what becomes of it',
    url: `${publicationUrl(id)}#unsure`,
  });
}

/** Puts what is about one story and must be done by the same time together. Digests stay alone. */
function together<N extends Named>(all: readonly N[], timeOf: (one: N) => Temporal.ZonedDateTime, keyOf: (one: N) => string): N[][] {
  const groups: { key: string; until: Temporal.ZonedDateTime; its: N[] }[] = [];
  for (const one of all.toSorted((a, b) => byTime(timeOf(a), timeOf(b)))) {
    const key = one.about === undefined ? one.id : `${keyOf(one)} ${one.about}`;
    const open = groups.find((group) => group.key === key && isBefore(timeOf(one), group.until));
    if (open) open.its.push(one);
    else groups.push({ key, until: timeOf(one).add({ hours: TOGETHER_HOURS }), its: [one] });
  }
  return groups.map(({ its }) => its);
}

/** What waits for its announcement is one thing with what stops that. */
function waitsKey({ waitsFor, about }: Waiting, all: readonly Waiting[]): string {
  const cause = all.find((other) => other.about === about && other.waitsFor !== 'announcement');
  return waitsFor === 'announcement' && cause ? cause.waitsFor : waitsFor;
}

function waitingNeed(some: readonly Waiting[], { now }: MorningFacts): Need {
  const first = some.find(({ waitsFor }) => waitsFor !== 'announcement') ?? some[0];
  if (!first) throw new Error('A group of waiting publications has at least one.');
  const others = some.filter((one) => one !== first);
  const until = earliest(first.until, ...others.map((one) => one.until));
  const by = onRelativeDay(until, now);
  return need(KIND_OF[first.waitsFor], {
    name: nameOf(first, others),
    words: `Due ${onRelativeDay(first.when, now)}. ${first.why}`,
    deadline: until,
    otherwise:
      first.waitsFor === 'nothing'
        ? `${others.length === 0 ? 'it is not sent, and ends' : 'they are not sent, and end'} by ${others.length === 0 ? 'itself' : 'themselves'} ${by}.`
        : others.length === 0
          ? `it is not sent. It waits, and is missed ${by}.`
          : `they are not sent. They wait, and the first is missed ${by}.`,
    also: others.map(({ id, name, waitsFor }) => ({ name, url: `${publicationUrl(id)}${ANCHOR[waitsFor]}` })),
    ...waitingButton(first, others.length),
  });
}

/** Several of one story have their yes on one page. */
function waitingButton({ id, waitsFor, file, about }: Waiting, others: number): Pick<Need, 'button' | 'url'> {
  if (waitsFor === 'text' && file !== undefined) return { button: 'Put the text right', url: editUrl(file) };
  if (waitsFor === 'yes' && others > 0 && about !== undefined)
    return { button: 'Look at them, and say yes', url: `/desk/yes?story=${encodeURIComponent(about)}#yes` };
  return { button: BUTTON[waitsFor], url: `${publicationUrl(id)}${ANCHOR[waitsFor]}` };
}

const KIND_OF: Record<Waiting['waitsFor'], NeedKind> = {
  yes: 'yes',
  text: 'text',
  pause: 'own-pause',
  file: 'file',
  announcement: 'announcement',
  nothing: 'file',
};
/** Where the button is on the publication's page. */
const ANCHOR: Record<Waiting['waitsFor'], string> = {
  yes: '#yes',
  text: '#looks',
  pause: '#resume',
  file: '#reason',
  announcement: '#reason',
  nothing: '/cancel',
};
const BUTTON: Record<Waiting['waitsFor'], string> = {
  yes: 'Look at it, and say yes',
  text: 'See what is wrong with it',
  pause: 'Let it go on',
  file: 'See what it waits for',
  announcement: 'See what it waits for',
  nothing: 'End it now',
};

/** `New post: Safer nights, with 1 email and 2 posts`. */
function nameOf(first: Named, others: readonly Named[]): string {
  const emails = others.filter(({ channel }) => channel === 'email').length;
  const posts = others.length - emails;
  const kinds = [
    ...(emails > 0 ? [count(emails, 'more email')] : []),
    ...(posts > 0 ? [count(posts, first.channel === 'email' ? 'post' : 'more post')] : []),
  ];
  return kinds.length === 0 ? first.name : `${first.name}, with ${kinds.join(' and ')}`;
}

function missedNeed(some: readonly MorningFacts['missed'][number][]): Need {
  const [first, ...others] = some;
  if (!first) throw new Error('A group of missed publications has at least one.');
  const anchor = first.late ? '#late' : '#reason';
  return need('missed', {
    name: nameOf(first, others),
    words: first.why,
    otherwise: first.late ? 'nobody gets it.' : 'nobody gets it, and it cannot be sent any more.',
    also: others.map(({ id, name }) => ({ name, url: `${publicationUrl(id)}${anchor}` })),
    button: first.late ? 'Send it all the same' : 'See why it was missed',
    url: `${publicationUrl(first.id)}${anchor}`,
  });
}

/** Says who let something out without a colleague, and why. */
export function aloneSentence({ by, why }: Pick<LetOut, 'by' | 'why'>): string {
  return `${startOf(by)} wrote it last, and let it out alone, because: ${why}`;
}

function aloneNeed(one: LetOut): Need {
  return need('alone', {
    name: one.name,
    words: aloneSentence(one),
    otherwise: 'it goes out, or has gone out, with nobody else having seen it. This stays here for two weeks.',
    button: 'Look at it',
    url: `${publicationUrl(one.id)}#let-out`,
  });
}

function budgetNeed({ sentence, first, until }: NonNullable<MorningFacts['budget']>, { now }: MorningFacts): Need {
  return need('budget', {
    name: 'The month’s budget for posts on X is used up before its end',
    words: sentence,
    deadline: until,
    otherwise: `what is beyond the budget waits. The first is “${oneLine(first.name)}”, which is missed ${onRelativeDay(until, now)}.`,
    button: 'Look at its price, and say yes',
    url: `${publicationUrl(first.id)}#yes`,
  });
}

function backdatedNeed({ file, sentence, first }: MorningFacts['backdated'][number]): Need {
  return need('backdated', {
    name: `${oneLine(file)} is on the website only`,
    words: sentence,
    otherwise: 'it stays on the website only.',
    button: first === undefined ? 'See it on the plan' : 'Send it all the same',
    url: first === undefined ? '/desk/plan#backdated' : `${publicationUrl(first)}#late`,
  });
}

function agreementNeed({ file, title, sentence, until }: MorningFacts['agreements'][number], { editable, now }: MorningFacts): Need {
  return need('agreement', {
    name: `A picture in “${oneLine(title)}”`,
    words: sentence,
    deadline: until,
    otherwise: isBefore(until, now)
      ? 'the picture stays, although their consent is over.'
      : 'the picture stays, and after that day it is shown without their consent.',
    button: 'Change the story',
    url: editable.includes(file) ? editUrl(file) : storyUrl(file),
  });
}

/** The problems of one file are one thing. */
function problemNeeds({ problems, editable, mending }: MorningFacts): Need[] {
  const files = Map.groupBy(
    problems.filter((one) => !isNote(one)),
    ({ file }) => file,
  );
  return [...files.values()].flatMap(([first, ...others]) => (first ? [problemNeed(first, others.length, editable, mending)] : []));
}

function problemNeed({ file, line, sentence }: Problem, others: number, editable: readonly string[], mending: true | undefined): Need {
  const inForm = editable.includes(file);
  const otherwise = mending
    ? 'nothing new is planned.'
    : isStoryFile(file)
      ? 'the story stays out of emails and posts.'
      : 'it stays as it is.';
  return need('problem', {
    name: `${oneLine(file)} line ${line}`,
    words: `${sentence}${moreProblems(others)}`,
    otherwise,
    button: inForm ? 'Put the story right' : 'See what is wrong',
    url: inForm ? editUrl(file) : '/desk/plan#problems',
  });
}

function storyUrl(file: string): string {
  return `/desk/stories?q=${encodeURIComponent(file)}`;
}

/** Where the button stands that opens this file in the form: opening it makes a draft, so no link can do it. */
function editUrl(file: string): string {
  return `${storyUrl(file)}#edit`;
}

/** Gives needs that lead to different pages different names. */
function withNames(all: readonly Need[]): Need[] {
  const names = distinctNames(all.map(({ name, deadline }) => ({ name, date: deadline ? nhsDateTime(deadline) : '' })));
  return all.map((one, i) => ({ ...one, name: names[i] ?? one.name }));
}
