// Mistakes in the counts of who has chosen alike, and in the word lists by which people are found.
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
  mutant(
    'a new name is not noted',
    'adapters',
    'choicesKey(row) === choicesKey(subscriber) && writtenWords(row) === writtenWords(subscriber);',
    'choicesKey(row) === choicesKey(subscriber);',
  ),
  mutant(
    'a note is deleted although the word lists do not know what it says',
    'adapters',
    'if (landed.length > 0 && !(await listAnew(shard, ids))) return;',
    'void ids;',
  ),
  mutant(
    'the word lists count after notes were deleted that they have not taken in',
    'adapters',
    "if (counts?.state !== 'open' || !counts.listed) return",
    'if (counts === undefined) return',
  ),
  mutant(
    'nobody is found in a word list that was forgotten',
    'adapters',
    'if (list === undefined) take(await plain.soughtWithin(part, sought, most));',
    'if (list === undefined) continue;',
  ),
  mutant(
    'whoever stands in a word list is found, whatever they are called by now',
    'adapters',
    'for (const person of people) if (isSought(person, sought)) found.set(person.id, person);',
    'for (const person of people) found.set(person.id, person);',
  ),
  mutant('the words of an erased person stay in a list until a round', 'adapters', 'await plain.forgetList(plain.partOf(id)); },', '},'),
  mutant(
    'a word list is forgotten before its person is erased',
    'adapters',
    'await plain.remove(id, version); // After the row: who reads it for a list from now on does not find it, and a list that was read before has another version. await plain.forgetList(plain.partOf(id));',
    'await plain.forgetList(plain.partOf(id)); await plain.remove(id, version);',
  ),
  mutant(
    'a forgotten word list keeps its version',
    'local',
    '{ version: (lists.get(part)?.version ?? 0) + 1 }',
    '{ version: lists.get(part)?.version ?? 0 }',
  ),
  mutant(
    'people are read before the word lists that they come into',
    'adapters',
    'const before = await plain.wordLists(shard); const { counts, keys, parts } = await readWhole(shard);',
    'const { counts, keys, parts } = await readWhole(shard); const before = await plain.wordLists(shard);',
  ),
];

export const OF_COUNTS: Mutant[] = MISTAKES.map((mistake) => ({ ...mistake, by: 'counts' }));
