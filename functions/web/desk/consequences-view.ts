// What publishing a draft does, in sentences.
import { people, publicationName, publicationUrl } from '#core/publication/names';
import { dollars } from '#core/social/x-budget';
import { count } from '#core/text/wrap';
import { nhsDate, nhsDateTime } from '#core/time/nhs-dates';
import type { Consequences, Deletion } from '#flow/draft/consequences';
import type { Consequence } from '#flow/publish/compare-plans';
import { namedStories } from '#flow/publish/shown-stories';

type Line = { words: string; link?: { url: string; words: string } };
export type ConsequenceGroup = { heading: string; lines: Line[] };

const HEADINGS: readonly [Consequence['what'], string][] = [
  ['goes', 'Goes out'],
  ['moves', 'Goes out at another time than before'],
  ['changes', 'Goes out with other words than before'],
  ['stays', 'Goes out as before'],
  ['ends', 'Does not go out any more'],
  ['not', 'Does not go out'],
  ['went', 'Has gone out, and no change reaches it'],
];

/** Returns what becomes of the story's own publications, by kind, and at the end what it moves of other stories. */
export function consequenceGroups({ own, others, planned }: Consequences, url: string): ConsequenceGroup[] {
  const known = planned ? namedStories(planned) : new Map();
  const nameOf = ({ entry }: Consequence) => publicationName(entry, known);
  const groups = HEADINGS.map(([what, heading]) => ({
    heading,
    lines: own.filter((one) => one.what === what).map((one) => ownLine(one, shortName(nameOf(one), one, known), url)),
  }));
  const moved = others.map((one) => ({
    words: `${nameOf(one)}: ${whenOfOther(one)}.`,
    link: { url: publicationUrl(one.entry.id), words: 'On the plan' },
  }));
  return [...groups, { heading: 'Of other stories', lines: moved }].filter(({ lines }) => lines.length > 0);
}

const DELETED_HEADINGS: readonly [Consequence['what'], string][] = [
  ['ends', 'Does not go out any more'],
  ['changes', 'Goes out without it'],
  ['moves', 'Goes out without it, at another time'],
  ['went', 'Has gone out, and no deletion reaches it'],
];

/** Returns what becomes of what would go out of a story that is deleted, and of what has gone out. */
export function deletionGroups({ own, others, planned }: Deletion): ConsequenceGroup[] {
  const known = planned ? namedStories(planned) : new Map();
  const lineOf = (one: Consequence, name: string): Line => ({ words: `${name}${reachOf(one)}: ${whenOf(one)}.` });
  const nameOf = ({ entry }: Consequence) => publicationName(entry, known);
  const groups = DELETED_HEADINGS.map(([what, heading]) => ({
    heading,
    lines: own.filter((one) => one.what === what).map((one) => lineOf(one, shortName(nameOf(one), one, known))),
  }));
  return [
    ...groups,
    { heading: 'Of other stories', lines: others.map((one) => ({ words: `${nameOf(one)}${reachOf(one)}: ${whenOfOther(one)}.` })) },
  ].filter(({ lines }) => lines.length > 0);
}

/** Returns one line on one publication. */
export function consequenceLine(one: Consequence, { planned }: Pick<Consequences, 'planned'>): string {
  const known = planned ? namedStories(planned) : new Map();
  return `${withoutDay(publicationName(one.entry, known), one)}${reachOf(one)}: ${whenOf(one)}.`;
}

/** A digest's name has its day, which the line says too. */
function withoutDay(name: string, { entry }: Consequence): string {
  const day = `, ${nhsDate(entry.due)}`;
  return name.endsWith(day) ? name.slice(0, -day.length) : name;
}

/** A name such as `Reminder, 7 days before`: the page is about one story, so its title is left out, and a digest's day stands behind. */
function shortName(name: string, one: Consequence, known: ReadonlyMap<string, { title: string }>): string {
  const [slug = ''] = one.entry.stories;
  const title = `: ${known.get(slug)?.title}`;
  return withoutDay(name.endsWith(title) ? name.slice(0, -title.length) : name, one);
}

function ownLine(one: Consequence, name: string, url: string): Line {
  const { what, entry, asked } = one;
  const why = what === 'went' || entry.reason === undefined ? '' : ` ${entry.reason}`;
  const yes = asked === undefined ? '' : ' It needs a yes, and Publish is that yes.';
  const words = `${name}${reachOf(one)}: ${whenOf(one)}.${why}${yes}`;
  const isSeen = what === 'goes' || what === 'moves' || what === 'changes' || what === 'stays';
  return isSeen ? { words, link: { url: `${url}/preview?of=${encodeURIComponent(entry.id)}`, words: 'Look at it' } } : { words };
}

function reachOf({ what, entry, priceMilliUsd }: Consequence): string {
  if (entry.channel === 'email') return `, by email to ${people(entry.audience)}`;
  return priceMilliUsd > 0 && what !== 'went' ? `, ${dollars(priceMilliUsd)}` : '';
}

function whenOf({ what, entry, before }: Consequence): string {
  const when = nhsDateTime(entry.went ?? entry.due);
  if (what === 'ends' || what === 'not') return `it was for ${nhsDateTime(before ?? entry.due)}`;
  return before === undefined || what !== 'moves' ? when : `${when}, instead of ${nhsDateTime(before)}`;
}

/** Other stories have no headings that say what becomes of them. */
function whenOfOther(one: Consequence): string {
  return one.what === 'ends' ? `does not go out any more. It was for ${nhsDateTime(one.before ?? one.entry.due)}` : whenOf(one);
}

/** Returns one paragraph on what the button lets go, and until when it can be taken back. */
export function promiseOf({ own }: Consequences): string {
  const going = own.filter(({ what }) => what === 'goes' || what === 'moves' || what === 'changes');
  const emails = going.filter(({ entry }) => entry.channel === 'email');
  const posts = going.filter(({ entry }) => entry.channel !== 'email');
  const [first] = going.map(({ entry }) => entry.due).toSorted((a, b) => a.epochMilliseconds - b.epochMilliseconds);
  if (first === undefined) return 'Nothing new goes out. The page on the website changes within a minute.';
  const copies = emails.reduce((sum, { entry }) => sum + entry.audience, 0);
  const costs = posts.reduce((sum, { priceMilliUsd }) => sum + priceMilliUsd, 0);
  const parts = [
    ...(emails.length > 0 ? [`${count(emails.length, 'email')} to ${people(copies)} in all`] : []),
    ...(posts.length > 0 ? [`${count(posts.length, 'post')}${costs > 0 ? ` for ${dollars(costs)}` : ''}`] : []),
  ];
  return `Publish lets this go out: ${parts.join(', and ')}. The first goes out on ${nhsDateTime(first)}. Until then you can hold or cancel it on the plan.`;
}
