// What people do to the files of stories, in any order, where nothing else strikes.
import fc from 'fast-check';
import { FileShelf, STEP_MINUTES } from '#tests/simulation/file-shelf';
import { PeopleNewsroom } from '#tests/simulation/people-newsroom';
import type { Protocol } from '#tests/simulation/protocol';
import type { Word } from '#tests/simulation/stories';
import { add, emptyTally, type Tally } from '#tests/simulation/tally';

type Command = fc.AsyncCommand<FileShelf, FileShelf>;

const READERS = ['ada', 'ben', 'cleo'];
/** People stop after this many minutes. */
const LONGEST_MINUTES = 340;

function command(
  description: string,
  check: (shelf: Readonly<FileShelf>) => boolean,
  run: (shelf: FileShelf) => Promise<void> | void,
): Command {
  return {
    check,
    run: async (shelf) => {
      await run(shelf);
      const [violation] = shelf.real.checker.violations;
      if (violation !== undefined) throw new Error(violation);
    },
    toString: () => description,
  };
}

const words = fc.constantFrom<Word>('medicines', 'nights', 'Autumn', 'Winter', 'pharmacists', 'rounds');

const rename = fc.tuple(words, fc.constantFrom('nothing', 'nothing', 'title', 'text')).map(([word, change]) =>
  command(
    `rename(${word}, with ${change} changed)`,
    (shelf) => shelf.isThere(word) && (change === 'nothing' || !shelf.isCopied(word)),
    (shelf) => shelf.rename(word, change),
  ),
);

const edit = words.map((word) =>
  command(
    `edit(${word})`,
    (shelf) => shelf.isThere(word) && !shelf.isCopied(word),
    (shelf) => shelf.edit(word),
  ),
);

const breakOrMend = words.map((word) =>
  command(
    `break or mend(${word})`,
    (shelf) => shelf.isThere(word),
    (shelf) => shelf.breakOrMend(word),
  ),
);

const remove = words.map((word) =>
  command(
    `delete(${word})`,
    (shelf) => shelf.isThere(word),
    (shelf) => shelf.remove(word),
  ),
);

const putBack = words.map((word) =>
  command(
    `put back(${word})`,
    (shelf) => shelf.isGone(word),
    (shelf) => shelf.putBack(word),
  ),
);

const swap = fc.constantFrom<[Word, Word]>(['medicines', 'nights'], ['Autumn', 'Winter'], ['nights', 'pharmacists']).map(([one, other]) =>
  command(
    `swap the names of(${one}, ${other})`,
    (shelf) => shelf.isThere(one) && shelf.isThere(other),
    (shelf) => shelf.swap(one, other),
  ),
);

const copy = words.map((word) =>
  command(
    `copy(${word})`,
    (shelf) => shelf.isThere(word),
    (shelf) => shelf.copy(word),
  ),
);

const removeCopies = fc.constant(
  command(
    'delete the copies',
    () => true,
    (shelf) => shelf.removeCopies(),
  ),
);

const replace = fc.constant(
  command(
    'write of pharmacists into the file of medicines',
    (shelf) => shelf.isThere('medicines') && !shelf.isCopied('medicines') && shelf.isNew('pharmacists'),
    (shelf) => shelf.replace('medicines', 'pharmacists'),
  ),
);

const saveLate = fc.constant(
  command(
    'save pharmacists after its time',
    (shelf) => shelf.isNew('pharmacists') && shelf.minute > 1,
    (shelf) => shelf.saveLate('pharmacists'),
  ),
);

const archive = fc.constant(
  command(
    'put rounds into the archive',
    (shelf) => shelf.isNew('rounds'),
    (shelf) => shelf.archive('rounds'),
  ),
);

const pass = fc.constantFrom(1, 1, 2, 10, 60).map((minutes) =>
  command(
    `pass(${minutes})`,
    (shelf) => shelf.minute + minutes <= LONGEST_MINUTES,
    async (shelf) => {
      const step = Math.min(minutes, STEP_MINUTES);
      for (let passed = 0; passed < minutes; passed += step) await shelf.tick(step);
      await shelf.check();
    },
  ),
);

const sequences = (protocol: Protocol, ended: (shelf: FileShelf) => void) =>
  fc.asyncProperty(
    fc.commands(
      [
        rename,
        rename,
        rename,
        edit,
        breakOrMend,
        remove,
        remove,
        putBack,
        putBack,
        swap,
        copy,
        removeCopies,
        replace,
        saveLate,
        archive,
        pass,
        pass,
        pass,
        pass,
      ],
      {
        size: '+1',
        maxCommands: 40,
      },
    ),
    async (commands) => {
      const real = new PeopleNewsroom(protocol, { approval: 'automatic', unknown: 'resend', fourEyes: false }, READERS);
      const shelf = new FileShelf(protocol, real);
      real.minute = -2;
      await shelf.tick();
      await fc.asyncModelRun(() => ({ model: shelf, real: shelf }), commands);
      await shelf.conclude();
      const [violation] = real.checker.violations;
      if (violation !== undefined) throw new Error(violation);
      ended(shelf);
    },
  );

/** Tries `runs` sequences, which follow from the seed. With `shrink`, the first one that breaks the promise is shortened. */
export async function tryFiles(
  protocol: Protocol,
  { seed, runs, shrink = true }: { seed: number; runs: number; shrink?: boolean },
): Promise<Tally> {
  const tally = emptyTally();
  const property = sequences(protocol, ({ real }) => add(tally, real.tally()));
  const details = await fc.check(property, { seed, numRuns: runs, endOnFailure: !shrink });
  if (!details.failed) return tally;
  const error = details.errorInstance instanceof Error ? details.errorInstance : new Error(String(details.errorInstance));
  const sentence = `${error.message}, after ${String(details.counterexample?.[0])}`;
  tally.violating = 1;
  tally.violations.push({ replay: `npm run prove -- --only --seeds 0 --files ${runs} --from ${seed}`, sentence });
  return tally;
}
