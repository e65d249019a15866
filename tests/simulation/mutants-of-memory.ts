// Mistakes in what a process of the tick remembers of the publications, and in which stories it need not look at.
import { type Mutant, mutant } from '#tests/simulation/mutant';

export const OF_MEMORY: Mutant[] = [
  mutant(
    'what was announced since the last reading is not read again',
    'adapters',
    'return fresh.length === 0 ? open : new Map(',
    'return fresh.length >= 0 ? open : new Map(',
  ),
  mutant(
    'a write is announced after it is made',
    'adapters',
    'await announce(record); const answer = await plain.replace(record);',
    'const answer = await plain.replace(record); await announce(record);',
  ),
  mutant(
    'an announced write counts as landed once it was read',
    'adapters',
    'new Map([...open].filter(([, sinceMs]) => nowMs - sinceMs < LANDED_MS))',
    'new Map()',
  ),
  mutant(
    'whoever missed more announcements than are listed goes on with what it knows',
    'adapters',
    'fresh > announced.newest.length ||',
    '',
  ),
  mutant(
    'a story that is still to come is looked at when its time has long passed',
    'core',
    'firstMs(story, rules) > byMs + AHEAD_MS',
    'firstMs(story, rules) > byMs - AHEAD_MS',
  ),
];
