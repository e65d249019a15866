// Mistakes in which story a file holds, and in what is said of a story whose file is not there.
import { type Mutant, mutant } from '#tests/simulation/mutant';

const byFiles = (...given: Parameters<typeof mutant>): Mutant => ({ ...mutant(...given), by: 'files' });

export const OF_FILES: Mutant[] = [
  {
    name: 'a story is known by its file’s name only',
    by: 'files',
    edits: [
      { where: 'core', find: 'for (let pair = surest(); pair; pair = surest()) hold(pair.read, pair.record);', put: '' },
      { where: 'core', find: 'if (!own) return !there.has(fileOf(record));', put: 'if (!own) return false;' },
    ],
  },
  byFiles(
    'a story becomes another one when its file is renamed a second time',
    'core',
    'const { slug, address = slug } = record; const isRenamed',
    'const slug = record.renamedFrom === undefined ? record.slug : read.name; const { address = slug } = record; const isRenamed',
  ),
  byFiles(
    'the addresses before the last rename are forgotten',
    'core',
    'const known = before ? [...(before.formerAddresses ?? []), before.address ?? slug] : [];',
    'const known = before ? [before.address ?? slug] : [];',
  ),
  byFiles('a story gets the address of another one', 'core', 'return (this.#owners.get(address) ?? slug) === slug;', 'return true;'),
  byFiles(
    'a copy is a story of its own',
    'core',
    'const original = originalOf(read, copies.get(read.story.file), { records, recognised, settled });',
    'const original = undefined; originalOf(read, copies.get(read.story.file), { records, recognised, settled });',
  ),
  byFiles(
    'a deleted story that comes back is a new one',
    'core',
    'const records = known.filter((record) => !isProvisional(record));',
    'const records = known.filter((record) => !isProvisional(record) && record.gone === undefined);',
  ),
  byFiles(
    'what is first seen after its time goes out by itself',
    'core',
    "if (savedLate === 'send' || !isAfter(seen, published)) return undefined;",
    'return undefined;',
  ),
  byFiles(
    'a story that was seen in time and could not be read meanwhile counts as first seen then',
    'core',
    'const isKnownTime = before?.published === published || before?.last?.published === published;',
    'const isKnownTime = before?.published === published;',
  ),
  byFiles('what is put into the archive goes out', 'core', '!one.archive && !isNotYet(', '!isNotYet('),
  byFiles(
    'a plan goes on with the stories that it knew although a file was changed',
    'flow',
    'settled && areSame(settled.present, present) ?',
    'settled ?',
  ),
  byFiles('a file with a problem counts as gone', 'core', 'return !isMissing(record) && isLast;', 'return false;'),
  byFiles('a sealed story forgets its identity', 'core', '...(isRenamed ? { slug } : {}),', ''),
  byFiles('what a deleted file keeps from going out is not on the plan', 'flow', 'lost: planLost(input, absent),', 'lost: [],'),
];
