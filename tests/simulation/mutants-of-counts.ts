// Mistakes in the counts of who has chosen alike.
import { type Mutant, mutant } from '#tests/simulation/mutant';

const MISTAKES: Mutant[] = [
  mutant(
    'the count is written apart from the row: a change is noted after it is made',
    'adapters',
    'await announce(id, row); return plain.unsubscribe(id, at, method);',
    'const answer = await plain.unsubscribe(id, at, method); await announce(id, row); return answer;',
  ),
  mutant(
    'a deleted person is not noted',
    'adapters',
    'await announce(id, row); await plain.remove(id, version);',
    'await plain.remove(id, version);',
  ),
  mutant(
    'a noted change counts as landed at once',
    'adapters',
    'const landed = notes.filter(({ id, token }) => kept.noted.get(id) === token);',
    'const landed = notes;',
  ),
  mutant(
    'the notes are deleted before the counts are changed',
    'adapters',
    'if (await plain.replaceCounts(shard, version, { ...kept, counts, as, noted, notedAt: now })) for (const note of landed) await plain.removeNote(note);',
    'for (const note of landed) await plain.removeNote(note); await plain.replaceCounts(shard, version, { ...kept, counts, as, noted, notedAt: now });',
  ),
  mutant(
    'what a note says is believed although the counts have changed since',
    'adapters',
    'return as.has(id) ? as.get(id) : from;',
    'return as.has(id) ? from : from;',
  ),
  mutant(
    'a second note of a person replaces what the first one says',
    'local',
    'const first = before ? before.from : from;',
    'const first = before ? from : from;',
  ),
  mutant(
    'everybody is counted at once after notes were deleted',
    'adapters',
    'if (!isAfter(kept.since.add(LANDED), now)) await count(shard, version, now);',
    'await count(shard, version, now);',
  ),
];

export const OF_COUNTS: Mutant[] = MISTAKES.map((mistake) => ({ ...mistake, by: 'counts' }));
