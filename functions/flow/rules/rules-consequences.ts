// What a change of the rules does: the plan by the rules as they are, and by the new ones.
import type { Temporal } from 'temporal-polyfill';
import { isNote, type Problem } from '#core/parsing/problem';
import type { SourceFile } from '#core/parsing/source-file';
import { isLate } from '#core/plan/why-not-begin';
import type { PublicationId } from '#core/publication/publication';
import { readRules } from '#core/rules/read-rules';
import type { Rules } from '#core/rules/rules';
import { otherText } from '#core/story/snapshot';
import { RULES_FILE } from '#core/story/story-files';
import { presentChoices } from '#core/subscriber/merged-choices';
import type { Choices, Subscriber } from '#core/subscriber/subscriber';
import { isAfter } from '#core/time/compare';
import { type Consequence, comparePlans, isChanged } from '#flow/publish/compare-plans';
import { forecastPosts } from '#flow/publish/forecast';
import { missingYes } from '#flow/publish/missing-yes';
import type { Outlook, OutlookEntry, OutlookWorld } from '#flow/publish/outlook';
import type { Planned } from '#flow/publish/plan';
import { isOld } from '#flow/readers/confirm';
import type { World } from '#ports';

/** The next issue of a digest, and when it was to be before. */
export type NextDigest = { series: string; next?: OutlookEntry; before?: OutlookEntry };

/** What people or stories have chosen, and the new rules do not have any more. `unconfirmed`: those of the people who may still confirm. */
export type LostChoice = { of: 'topic' | 'organisation' | 'digest'; label: string; people: number; unconfirmed: number; stories: number };

/** What people or stories have chosen, and what it is called or counts as by the new rules. */
export type KeptChoice = LostChoice & { into: string };

/**
 * `problems`: why the new rules cannot be read. `changed`: what goes out otherwise than before. `reaches`: what goes out as before, to more
 * or fewer people; `before`: the number of people by then. `missed`: what is too late by the new rules. `asks`, `frees`: what needs a yes
 * and did not, and what needs none any more. `broken`: problems of stories that come with the new rules. Without `planned` there was no
 * plan before.
 */
export type RulesConsequences = {
  problems: Problem[];
  changed: Consequence[];
  reaches: Consequence[];
  before: ReadonlyMap<PublicationId, number>;
  asks: Consequence[];
  frees: Consequence[];
  missed: Consequence[];
  digests: NextDigest[];
  kept: KeptChoice[];
  lost: LostChoice[];
  broken: Problem[];
  planned?: Planned;
};

/** Returns a world in which newsroom.yaml has this text. It writes nothing. */
export function withRulesText<W extends Pick<World, 'content'>>(world: W, text: string): W {
  let rules: SourceFile | undefined;
  const read: World['content']['read'] = async () => {
    const present = await world.content.read();
    // The very same file each time, so that it is read once.
    rules ??= otherText(present.rules, text);
    return { ...present, rules };
  };
  return { ...world, content: { ...world.content, read } };
}

/** Computes what the rules of this text would do from now on. Changes nothing. */
export async function readRulesConsequences(
  world: OutlookWorld & Pick<World, 'signups'>,
  text: string,
  now: Temporal.Instant,
): Promise<RulesConsequences> {
  const changedWorld = withRulesText(world, text);
  const { rules: source, images } = await changedWorld.content.read();
  const { rules, problems } = readRules(source, images);
  const nothing = {
    problems,
    changed: [],
    reaches: [],
    before: new Map(),
    asks: [],
    frees: [],
    missed: [],
    digests: [],
    kept: [],
    lost: [],
    broken: [],
  };
  if (!rules) return nothing;
  const { before, after, compared } = await comparePlans(world, changedWorld, now);
  if (!after.planned) return nothing;
  const asked = await askedBefore(world, before);
  const isAhead = ({ what }: Consequence) => what === 'moves' || what === 'changes' || what === 'stays';
  const reached = new Map(before.entries.map(({ id, audience }) => [id, audience]));
  const known = new Set(before.problems.map(wordsOf));
  const ahead = (entries: readonly OutlookEntry[]) => entries.filter(({ due }) => isAfter(due, now));
  const was = before.planned?.newsroom.rules;
  return {
    ...nothing,
    changed: withMovedDigests(compared.filter(isChanged)),
    reaches: compared.filter(({ what, entry }) => what === 'stays' && reached.get(entry.id) !== entry.audience),
    before: reached,
    asks: compared.filter((one) => isAhead(one) && one.asked !== undefined && !asked.has(one.entry.id)),
    frees: compared.filter((one) => isAhead(one) && one.asked === undefined && asked.has(one.entry.id)),
    missed: was ? compared.filter((one) => isAhead(one) && isLate(one.entry.due, rules, now) && !isLate(one.entry.due, was, now)) : [],
    digests: nextDigests(rules, was, { before: ahead(before.entries), after: ahead(after.entries) }),
    ...(was && (await countChoices(world, { was, rules, planned: before.planned, now }))),
    broken: after.problems.filter((one) => !isNote(one) && one.file !== RULES_FILE && !known.has(wordsOf(one))),
    planned: after.planned,
  };
}

/** A digest on another day has another name in the plan. With the same stories as the one that ends it is the same, moved. */
function withMovedDigests(changed: readonly Consequence[]): Consequence[] {
  const left = new Set(changed);
  const isDigest = ({ entry }: Consequence) => entry.kind === 'digest';
  const moved = changed.map((one) => {
    const same = (other: Consequence) => other.entry.series === one.entry.series && other.entry.stories.join() === one.entry.stories.join();
    const ended =
      one.what === 'goes' && isDigest(one) ? [...left].find((other) => other.what === 'ends' && isDigest(other) && same(other)) : undefined;
    if (!ended) return one;
    left.delete(ended);
    return { ...one, what: 'moves' as const, before: ended.entry.due };
  });
  return moved.filter((one) => one.what !== 'ends' || left.has(one));
}

const wordsOf = ({ file, sentence }: Problem): string => `${file} ${sentence}`;

async function askedBefore(
  world: Pick<World, 'switches' | 'texts'>,
  { planned, entries }: Outlook,
): Promise<ReadonlyMap<PublicationId, string>> {
  return planned ? missingYes(world, planned, (await forecastPosts(world, planned)).posts, entries) : new Map();
}

function nextDigests(
  rules: Rules,
  was: Rules | undefined,
  of: { before: readonly OutlookEntry[]; after: readonly OutlookEntry[] },
): NextDigest[] {
  const names = new Set([...(was?.digests ?? []), ...rules.digests].map(({ name }) => name));
  const nextIn = (entries: readonly OutlookEntry[], name: string) =>
    entries.find(
      ({ kind, series, state }) =>
        kind === 'digest' && series === name && (state === 'planned' || state === 'waiting' || state === 'empty'),
    );
  return [...names].map((series) => {
    const [before, next] = [nextIn(of.before, series), nextIn(of.after, series)];
    return { series, ...(before && { before }), ...(next && { next }) };
  });
}

const PAGE = 500;

/** A key of a table with what readers see. */
type Entry = { of: LostChoice['of']; key: string; label: string };

/** Counts who has what changes its name or goes away, or will have it once they confirm: nobody's choice is lost unseen. */
async function countChoices(
  world: Pick<World, 'subscribers' | 'signups'>,
  { was, rules, planned, now }: { was: Rules; rules: Rules; planned: Planned | undefined; now: Temporal.Instant },
): Promise<{ kept: KeptChoice[]; lost: LostChoice[] }> {
  const [before, after] = [entriesOf(was), entriesOf(rules)];
  const nowOf = (one: Entry) => after.find(({ of, key }) => of === one.of && key === one.key);
  const concerned = before.filter((one) => nowOf(one)?.label !== one.label);
  if (concerned.length === 0) return { kept: [], lost: [] };
  const people = new Map(concerned.map((one) => [one, new Set<Subscriber['id']>()]));
  const unconfirmed = new Map(concerned.map((one) => [one, new Set<Subscriber['id']>()]));
  const isOf = (choices: Choices, one: Entry) => has(choices, one) || has(presentChoices(choices, was), one);
  for await (const person of everyone(world)) {
    if (person.status !== 'confirmed' && person.status !== 'pending') continue;
    for (const one of concerned) if (isOf(person, one)) people.get(one)?.add(person.id);
  }
  for await (const signup of world.signups.olderThan(now)) {
    if (isOld(signup, now)) continue;
    for (const one of concerned) if (isOf(signup, one) && !people.get(one)?.has(signup.id)) unconfirmed.get(one)?.add(signup.id);
  }
  const stories = ({ of, key }: Entry) =>
    of === 'topic' ? (planned?.newsroom.stories.filter(({ topics }) => topics.some((topic) => topic === key)).length ?? 0) : 0;
  const counted = concerned.map((one) => ({
    of: one.of,
    label: one.label,
    into: nowOf(one)?.label,
    people: (people.get(one)?.size ?? 0) + (unconfirmed.get(one)?.size ?? 0),
    unconfirmed: unconfirmed.get(one)?.size ?? 0,
    stories: stories(one),
  }));
  const some = counted.filter((one) => one.people > 0 || one.stories > 0);
  return {
    kept: some.flatMap(({ into, ...one }) => (into === undefined ? [] : [{ ...one, into }])),
    lost: some.flatMap(({ into, ...one }) => (into === undefined ? [one] : [])),
  };
}

/** Everything that people and stories can have, with the name by which it is known now: what was merged has that of the other one. */
function entriesOf({ topics, organisations, digests, mergedTopics, mergedOrganisations }: Rules): Entry[] {
  const table = (of: Entry['of'], names: ReadonlyMap<string, string>, merged: ReadonlyMap<string, string> = new Map()): Entry[] => [
    ...[...names].map(([key, label]) => ({ of, key, label })),
    ...[...merged].map(([key, into]) => ({ of, key, label: names.get(into) ?? into })),
  ];
  return [
    ...table('topic', topics, mergedTopics),
    ...table('organisation', organisations, mergedOrganisations),
    ...table('digest', new Map(digests.map(({ name }) => [name, name]))),
  ];
}

function has({ topics, organisation, frequency }: Choices, { of, key }: Entry): boolean {
  switch (of) {
    case 'topic':
      return topics.some((topic) => topic === key);
    case 'organisation':
      return organisation === key;
    case 'digest':
      return frequency === key;
    default:
      return of satisfies never;
  }
}

async function* everyone(world: Pick<World, 'subscribers'>): AsyncGenerator<Subscriber> {
  for (let after: Subscriber['id'] | undefined; ; ) {
    const page = await world.subscribers.page(after, PAGE);
    yield* page.subscribers;
    if (page.next === undefined) return;
    after = page.next;
  }
}

/** What a form carries and its press is compared with: everything that goes out otherwise, or by another yes. */
export function shownOfRules({ changed, reaches, asks, frees, missed }: RulesConsequences): { own: Consequence[]; others: Consequence[] } {
  const others = [...new Set([...reaches, ...asks, ...frees, ...missed])]
    .filter((one) => !changed.includes(one))
    .map((one): Consequence => ({ ...one, what: 'changes' }));
  return { own: changed, others };
}
