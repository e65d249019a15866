// What a change of the rules does: the plan by the rules as they are, and by the new ones.
import type { Temporal } from 'temporal-polyfill';
import { isNote, type Problem } from '#core/parsing/problem';
import type { SourceFile } from '#core/parsing/source-file';
import type { PublicationId } from '#core/publication/publication';
import { readRules } from '#core/rules/read-rules';
import type { Rules } from '#core/rules/rules';
import { RULES_FILE } from '#core/story/story-files';
import type { Subscriber } from '#core/subscriber/subscriber';
import { isAfter } from '#core/time/compare';
import { type Consequence, comparePlans, isChanged } from '#flow/publish/compare-plans';
import { forecastPosts } from '#flow/publish/forecast';
import { missingYes } from '#flow/publish/missing-yes';
import type { Outlook, OutlookEntry, OutlookWorld } from '#flow/publish/outlook';
import type { Planned } from '#flow/publish/plan';
import type { World } from '#ports';

/** The next issue of a digest, and when it was to be before. */
export type NextDigest = { series: string; next?: OutlookEntry; before?: OutlookEntry };

/** What people or stories have chosen, and the new rules do not have any more. */
export type LostChoice = { of: 'topic' | 'organisation' | 'digest'; label: string; people: number; stories: number };

/**
 * `problems`: why the new rules cannot be read. `changed`: what goes out otherwise than before. `asks`, `frees`: what needs a yes and did
 * not, and what needs none any more. `broken`: problems of stories that come with the new rules.
 */
export type RulesConsequences = {
  problems: Problem[];
  changed: Consequence[];
  asks: Consequence[];
  frees: Consequence[];
  digests: NextDigest[];
  lost: LostChoice[];
  broken: Problem[];
  planned?: Planned;
};

/** Returns a world in which newsroom.yaml has this text. It writes nothing. */
function withRulesText<W extends Pick<World, 'content'>>(world: W, text: string): W {
  const bytes = new TextEncoder().encode(text);
  const rules: SourceFile = { file: RULES_FILE, sizeBytes: bytes.length, bytes };
  return { ...world, content: { ...world.content, read: async () => ({ ...(await world.content.read()), rules }) } };
}

/** Computes what the rules of this text would do from now on. Changes nothing. */
export async function readRulesConsequences(world: OutlookWorld, text: string, now: Temporal.Instant): Promise<RulesConsequences> {
  const changedWorld = withRulesText(world, text);
  const { rules: source, images } = await changedWorld.content.read();
  const { rules, problems } = readRules(source, images);
  const nothing = { problems, changed: [], asks: [], frees: [], digests: [], lost: [], broken: [] };
  if (!rules) return nothing;
  const { before, after, compared } = await comparePlans(world, changedWorld, now);
  if (!after.planned) return nothing;
  const asked = await askedBefore(world, before);
  const isAhead = ({ what }: Consequence) => what === 'moves' || what === 'changes' || what === 'stays';
  const known = new Set(before.problems.map(wordsOf));
  const ahead = (entries: readonly OutlookEntry[]) => entries.filter(({ due }) => isAfter(due, now));
  const was = before.planned?.newsroom.rules;
  return {
    ...nothing,
    changed: compared.filter(isChanged),
    asks: compared.filter((one) => isAhead(one) && one.asked !== undefined && !asked.has(one.entry.id)),
    frees: compared.filter((one) => isAhead(one) && one.asked === undefined && asked.has(one.entry.id)),
    digests: nextDigests(rules, was, { before: ahead(before.entries), after: ahead(after.entries) }),
    lost: was ? await lostChoices(world, was, rules, before.planned) : [],
    broken: after.problems.filter((one) => !isNote(one) && one.file !== RULES_FILE && !known.has(wordsOf(one))),
    planned: after.planned,
  };
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

/** Counts who has what the new rules take away: nobody's choice is lost unseen. */
async function lostChoices(
  world: Pick<World, 'subscribers'>,
  was: Rules,
  rules: Rules,
  planned: Planned | undefined,
): Promise<LostChoice[]> {
  const gone = (before: ReadonlyMap<string, string>, after: ReadonlyMap<string, string>) => [...before].filter(([key]) => !after.has(key));
  const digests = ({ digests: all }: Rules) => new Map(all.map(({ name }) => [name, name]));
  const lost = [
    ...gone(was.topics, rules.topics).map(([key, label]) => ({ of: 'topic' as const, key, label })),
    ...gone(was.organisations, rules.organisations).map(([key, label]) => ({ of: 'organisation' as const, key, label })),
    ...gone(digests(was), digests(rules)).map(([key, label]) => ({ of: 'digest' as const, key, label })),
  ];
  if (lost.length === 0) return [];
  const people = new Map<string, number>();
  for await (const person of everyone(world)) {
    if (person.status !== 'confirmed' && person.status !== 'pending') continue;
    for (const one of lost) if (has(person, one)) people.set(`${one.of} ${one.key}`, (people.get(`${one.of} ${one.key}`) ?? 0) + 1);
  }
  const stories = (key: string) => planned?.newsroom.stories.filter(({ topics }) => topics.some((topic) => topic === key)).length ?? 0;
  return lost
    .map(({ of, key, label }) => ({ of, label, people: people.get(`${of} ${key}`) ?? 0, stories: of === 'topic' ? stories(key) : 0 }))
    .filter((one) => one.people > 0 || one.stories > 0);
}

function has({ topics, organisation, frequency }: Subscriber, { of, key }: { of: LostChoice['of']; key: string }): boolean {
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
export function shownOfRules({ changed, asks, frees }: RulesConsequences): { own: Consequence[]; others: Consequence[] } {
  const others = [...asks, ...frees].filter((one) => !changed.includes(one)).map((one): Consequence => ({ ...one, what: 'changes' }));
  return { own: changed, others };
}
