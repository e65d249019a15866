import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Publication } from '#core/publication/publication';
import type { Message, Story } from '#core/story/story';
import { selectionFor } from '#core/subscriber/audience';
import type { Subscriber } from '#core/subscriber/subscriber';
import { countReaders } from '#flow/publish/count-readers';
import type { Planned } from '#flow/publish/plan';
import { openMemoryWorld } from '#local/memory/world';
import { id, local, london, sampleEvent, samplePost, sampleRules, sampleSubscriber, slug, topic } from '#tests/core/samples';

const messageTo = (to: Message['to']): Message => {
  const { author: _, ...common } = samplePost({ slug: slug(`to-${to.kind}`), topics: to.kind === 'topics' ? [topic('medication')] : [] });
  return { ...common, kind: 'message', to };
};
const stories: Story[] = [
  samplePost({ slug: slug('plain') }),
  samplePost({ slug: slug('medicines'), topics: [topic('medication')], formerTopics: [topic('drugs')] }),
  sampleEvent({ slug: slug('day'), topics: [topic('leadership')] }),
  messageTo({ kind: 'topics' }),
  messageTo({ kind: 'organisations', organisations: ['devon'], formerOrganisations: ['north-devon'] }),
];
const email = (kind: Publication['kind'], names: string[], series?: string): Publication => ({
  id: id(`${kind}-${names.join('-')}`),
  kind,
  channel: 'email',
  due: london('2019-09-12T09:00'),
  stories: names.map(slug),
  decision: 'go',
  ...(series !== undefined && { series }),
});
const publications = [
  email('alert', ['plain']),
  email('alert', ['medicines']),
  email('digest', ['plain', 'medicines', 'day'], 'weekly'),
  email('digest', ['medicines'], 'monthly'),
  email('announcement', ['day']),
  email('message', ['to-topics']),
  email('message', ['to-organisations']),
];

const person: fc.Arbitrary<Partial<Subscriber>> = fc.record(
  {
    status: fc.constantFrom('confirmed', 'confirmed', 'pending', 'unsubscribed', 'bounced', 'complained'),
    frequency: fc.constantFrom('each', 'weekly', 'monthly', 'events'),
    topics: fc.subarray(['medication', 'leadership', 'drugs'].map(topic)),
    organisation: fc.constantFrom('devon', 'north-devon', 'avon', ''),
    pausedUntil: fc.constantFrom(local('2019-09-12T00:00').toPlainDate(), local('2019-09-13T00:00').toPlainDate()),
  },
  { requiredKeys: ['status', 'frequency', 'topics'] },
);

test('the readers of each email are counted as if every subscriber were asked', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(person, { maxLength: 40 }), async (people) => {
      const subscribers = people.map((one, i) =>
        sampleSubscriber({ ...one, address: `p${i}@example.org`, id: `${i}`.padStart(32, '0') as Subscriber['id'] }),
      );
      const { world } = openMemoryWorld({ subscribers });
      const planned = { newsroom: { rules: sampleRules(), stories, drafts: [], problems: [] }, records: [] } satisfies Pick<
        Planned,
        'newsroom' | 'records'
      >;
      const counted = await countReaders(world, publications, planned);
      for (const publication of publications) {
        const its = publication.stories.flatMap((name) => stories.filter((story) => story.slug === name));
        const asked = subscribers.filter((one) => selectionFor(publication, its, one, new Set()).length > 0).length;
        expect([publication.id, counted.get(publication.id)]).toEqual([publication.id, asked]);
      }
    }),
  );
});
