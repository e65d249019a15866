// What people do to a newsroom without faults, in any order, and what must follow from it.
import fc from 'fast-check';
import type { PublicationId } from '#core/publication/publication';
import type { World } from '#ports';
import { CHANNELS, type Colleague, type Kind, PeopleModel, type Rules, type Switch } from '#tests/simulation/people-model';
import { PeopleNewsroom, publicationsOf } from '#tests/simulation/people-newsroom';
import type { Protocol } from '#tests/simulation/protocol';
import { MAX_LATE_MINUTES } from '#tests/simulation/stories';
import { decide, enrol, subscriberOf } from '#tests/simulation/subscribers';
import { add, emptyTally, type Tally } from '#tests/simulation/tally';

type Command = fc.AsyncCommand<PeopleModel, PeopleNewsroom>;

/** The longest a sequence may take. People stop after that, and the longest unknown outcome is resolved before the evening. */
const LONGEST_MINUTES = 360;
const READERS = ['ada', 'ben', 'cleo', 'dan', 'eve'];
const ISSUES: PublicationId[] = publicationsOf(['post', 'event', 'message']);

function command(
  description: string,
  check: (model: Readonly<PeopleModel>) => boolean,
  run: (model: PeopleModel, real: PeopleNewsroom) => Promise<void> | void,
): Command {
  return {
    check,
    run: async (model, real) => {
      await run(model, real);
      const [violation] = real.checker.violations;
      if (violation !== undefined) throw new Error(violation);
    },
    toString: () => description,
  };
}

const kinds = fc.constantFrom<Kind>('post', 'event', 'event', 'message');
const issues = fc.constantFrom(...ISSUES);
const switches = fc.oneof(fc.constantFrom<Switch>('everything', 'email', 'x'), issues);
const isWritten = (model: Readonly<PeopleModel>, id: PublicationId) => model.issues.has(id);

/** Nothing waits for a time that a person gives to an announcement that was missed and is planned anew. The checker knows no such times. */
const isAnnouncedAnew = (model: Readonly<PeopleModel>, id: PublicationId) => id === CHANNELS.event.email && model.issues.get(id)?.anew;

const people = fc.constantFrom<Colleague>('ada', 'ben');
/** Who writes, and who publishes it. */
const writers = fc.tuple(people, people);
const alone = fc.constantFrom(false, false, false, true);

/** At least two minutes ahead, so that a tick sees the story before it is due. */
const dueIn = ({ minute }: Readonly<PeopleModel>, steps: number) => Math.ceil((minute + 2) / 5) * 5 + steps * 5;

const write = fc.tuple(kinds, fc.integer({ min: 1, max: 12 }), writers).map(([kind, steps, by]) => {
  return command(
    `write(${kind}, ${steps}, ${by})`,
    // A message to those who know of an event needs one.
    (model) => model.isAhead(kind) && (kind !== 'message' || isWritten(model, CHANNELS.event.email)),
    async (model, real) => {
      const due = dueIn(model, steps);
      // Written anew it has its first words: so its time can change alone.
      model.schedule(kind, due, 0);
      model.write(kind, `${due} 0`, by[0]);
      await real.write(kind, due, 0, by);
    },
  );
});

const edit = fc.tuple(kinds, fc.integer({ min: 1, max: 9 }), writers).map(([kind, edits, by]) =>
  command(
    `edit(${kind}, ${edits}, ${by})`,
    (model) => isWritten(model, CHANNELS[kind].email) && !(kind === 'event' && model.hasBegun(kind)),
    async (model, real) => {
      const due = model.issues.get(CHANNELS[kind].email)?.published ?? 0;
      model.edit(kind, edits);
      model.write(kind, `${due} ${edits}`, by[0]);
      await real.write(kind, due, edits, by);
    },
  ),
);

const pause = switches.map((what) =>
  command(
    `pause(${what})`,
    () => true,
    async (model, real) => {
      model.paused.add(what);
      await real.world.switches.pause(what, 'a question of taste');
    },
  ),
);

const resume = switches.map((what) =>
  command(
    `resume(${what})`,
    (model) => model.paused.has(what),
    async (model, real) => {
      model.paused.delete(what);
      await real.world.switches.resume(what);
    },
  ),
);

const look = issues.map((id) =>
  command(
    `look(${id})`,
    (model) => isWritten(model, id),
    async (model, real) => {
      model.look(id);
      await real.look(id);
    },
  ),
);

/** Most people press while nothing changes. */
const lookAndSayYes = fc.tuple(issues, people, alone).map(([id, ...yes]) =>
  command(
    `lookAndSayYes(${id}, ${yes})`,
    (model) => isWritten(model, id),
    async (model, real) => {
      model.look(id);
      await real.look(id);
      model.sayYes(id, ...yes);
      await real.sayYes(id, ...yes);
    },
  ),
);

const sayYes = fc.tuple(issues, people, alone).map(([id, ...yes]) =>
  command(
    `sayYes(${id}, ${yes})`,
    (model) => model.issues.get(id)?.seen !== undefined,
    async (model, real) => {
      model.sayYes(id, ...yes);
      await real.sayYes(id, ...yes);
    },
  ),
);

/** Whoever sets a time writes last, and looks at what they did. */
const moveThenYes = fc.tuple(issues, fc.integer({ min: 1, max: 90 }), people).map(([id, minutes, by]) =>
  command(
    `moveThenYes(${id}, ${minutes}, ${by})`,
    (model) => model.rules.fourEyes && isWritten(model, id) && !isAnnouncedAnew(model, id),
    async (model, real) => {
      const to = model.minute + minutes;
      if (model.move(id, to, by) !== (await real.move(id, to, by))) throw new Error(`moved: ${id} by ${by}`);
      model.look(id);
      await real.look(id);
      model.sayYes(id, by, false);
      await real.sayYes(id, by, false);
    },
  ),
);

/** The engine refuses such a yes, however it came there. */
const forge = issues.map((id) =>
  command(
    `forge(${id})`,
    (model) => model.rules.fourEyes && model.isOpen(id) && model.lastWriter(id) !== undefined,
    async (model, real) => {
      model.look(id);
      await real.look(id);
      model.forge(id);
      await real.forge(id, model.lastWriter(id) ?? 'ada');
    },
  ),
);

const cancel = issues.map((id) =>
  command(
    `cancel(${id})`,
    (model) => isWritten(model, id),
    async (model, real) => {
      const issue = model.issues.get(id);
      if (issue) issue.cancelled = true;
      await real.world.switches.cancel(id, 'the lead', real.instant);
    },
  ),
);

const takeBack = issues.map((id) =>
  command(
    `takeBack(${id})`,
    (model) => model.issues.get(id)?.cancelled === true,
    async (model, real) => {
      model.takeBack(id);
      const expected = model.issues.get(id)?.cancelled ? 'cancelled' : 'not cancelled';
      const found = await real.takeBack(id);
      if (found !== expected) throw new Error(`taken back: ${id} is ${found}, and should be ${expected}`);
    },
  ),
);

const move = fc.tuple(issues, fc.integer({ min: 1, max: 90 }), people).map(([id, minutes, by]) =>
  command(
    `move(${id}, ${minutes}, ${by})`,
    (model) => isWritten(model, id) && !isAnnouncedAnew(model, id),
    async (model, real) => {
      const [expected, found] = [model.move(id, model.minute + minutes, by), await real.move(id, model.minute + minutes, by)];
      if (found !== expected) throw new Error(`moved: ${id} was ${found ? '' : 'not '}moved, and should ${expected ? '' : 'not '}be`);
    },
  ),
);

const join = fc.tuple(fc.constantFrom('finn', 'gus', 'hal', 'ida'), fc.constantFrom('confirms', 'is imported')).map(([name, how]) =>
  command(
    `${name} ${how}`,
    (model) => !model.readers.has(name),
    async (model, real) => {
      model.readers.set(name, { since: model.minute + 0.5 });
      const at = real.instant.add({ seconds: 30 });
      const reader = subscriberOf(name, 'confirmed', at);
      real.readers.push(reader);
      if (how === 'confirms') {
        await enrol(real.world, subscriberOf(name, 'pending'));
        await decide(real.world, 'confirm', reader.id, at);
      } else await enrol(real.world, reader);
    },
  ),
);

/** Right after a yes a list of people is added: so many that a yes to the five readers before says nothing about them. */
const CROWD = Array.from({ length: 12 }, (_, i) => `member-${i + 1}`);
const yesThenCrowd = fc.tuple(issues, people, alone).map(([id, ...yes]) =>
  command(
    `lookAndSayYes(${id}), and ${CROWD.length} people join`,
    (model) => model.needsYes(id) && !model.readers.has(CROWD[0] ?? ''),
    async (model, real) => {
      model.look(id);
      await real.look(id);
      model.sayYes(id, ...yes);
      await real.sayYes(id, ...yes);
      for (const name of CROWD) {
        model.readers.set(name, { since: model.minute + 0.5 });
        const reader = subscriberOf(name, 'confirmed', real.instant.add({ seconds: 30 }));
        real.readers.push(reader);
        await enrol(real.world, reader);
      }
    },
  ),
);

const stopReader = fc
  .tuple(fc.constantFrom(...READERS, 'finn', 'gus'), fc.constantFrom('unsubscribe', 'bounced', 'complained'))
  .map(([name, how]) =>
    command(
      `${name} ${how}`,
      (model) => model.readers.has(name) && model.readers.get(name)?.gone === undefined,
      async (model, real) => {
        const known = model.readers.get(name);
        if (known) known.gone = model.minute + 0.5;
        const reader = real.readers.find((one) => one.name === name);
        if (!reader) throw new Error(`No reader is called ${name}.`);
        if (how === 'unsubscribe') await decide(real.world, 'unsubscribe', reader.id, real.instant);
        else await real.report(how === 'bounced' ? 'bounced' : 'complained', reader);
      },
    ),
  );

const silence = fc.tuple(fc.constantFrom<'email' | 'x'>('email', 'x'), fc.integer({ min: 2, max: 90 })).map(([channel, minutes]) =>
  command(
    `silence(${channel}, ${minutes})`,
    () => true,
    (model, real) => {
      real.silentUntil[channel] = Math.max(real.silentUntil[channel], model.minute + minutes);
    },
  ),
);

const pass = fc.constantFrom(1, 1, 3, 10, 45).map((minutes) =>
  command(
    `pass(${minutes})`,
    (model) => model.minute + minutes <= LONGEST_MINUTES,
    async (model, real) => {
      for (let i = 0; i < minutes; i += 1) {
        model.tick();
        await real.tick();
      }
      compareBegun(model, real);
    },
  ),
);

/** Its time comes without a yes, whatever the rules say of approval. */
const messageComesDue = fc.constant(
  command(
    'a message comes to its time',
    (model) => isWritten(model, CHANNELS.event.email) && model.isAhead('message') && model.minute + 20 <= LONGEST_MINUTES,
    async (model, real) => {
      const due = dueIn(model, 1);
      model.schedule('message', due, 0);
      model.write('message', `${due} 0`, 'ada');
      await real.write('message', due, 0, ['ada', 'ada']);
      for (let i = 0; i < 20; i += 1) {
        model.tick();
        await real.tick();
      }
      compareBegun(model, real);
    },
  ),
);

const passUntil = async (model: PeopleModel, real: PeopleNewsroom, minute: number) => {
  while (model.minute < minute) {
    model.tick();
    await real.tick();
  }
  compareBegun(model, real);
};

const writeSoon = async (kind: Kind, by: [Colleague, Colleague], model: PeopleModel, real: PeopleNewsroom) => {
  const due = dueIn(model, 1);
  model.schedule(kind, due, 0);
  model.write(kind, `${due} 0`, by[0]);
  await real.write(kind, due, 0, by);
  return due;
};

const lookAndApprove = async (id: PublicationId, model: PeopleModel, real: PeopleNewsroom) => {
  model.look(id);
  await real.look(id);
  model.sayYes(id, 'ada', true);
  await real.sayYes(id, 'ada', true);
};

/** True when there is time to miss the story's email, which needs a yes. */
const mayMiss = (model: Readonly<PeopleModel>, kind: Kind) =>
  model.rules.approval === 'required' &&
  model.isAhead(kind) &&
  (kind !== 'message' || isWritten(model, CHANNELS.event.email)) &&
  model.minute + 2 * MAX_LATE_MINUTES <= LONGEST_MINUTES;

/** Nobody says yes in time. Then somebody does, and before a tick sees that, its story gets a later time: it needs a yes of its own. */
const lateYesThenNewTime = fc.tuple(kinds, writers).map(([kind, by]) =>
  command(
    `lateYesThenNewTime(${kind}, ${by})`,
    (model) => mayMiss(model, kind),
    async (model, real) => {
      const id = CHANNELS[kind].email;
      await passUntil(model, real, (await writeSoon(kind, by, model, real)) + MAX_LATE_MINUTES + 2);
      if (!model.issues.get(id)?.missed || !model.isAhead(kind)) return;
      await lookAndApprove(id, model, real);
      await passUntil(model, real, (await writeSoon(kind, by, model, real)) + 2);
    },
  ),
);

/** An event's post gets a later time by hand behind a missed announcement. Before that time somebody says yes to the announcement. */
const lateYesBeforePost = fc.tuple(fc.constantFrom(1, 10), writers).map(([minutes, by]) =>
  command(
    `lateYesBeforePost(${minutes}, ${by})`,
    (model) => mayMiss(model, 'event'),
    async (model, real) => {
      const { email, x } = CHANNELS.event;
      await passUntil(model, real, (await writeSoon('event', by, model, real)) + MAX_LATE_MINUTES + 2);
      if (!model.issues.get(email)?.missed) return;
      const to = model.minute + minutes;
      if (model.move(x, to, by[0]) !== (await real.move(x, to, by[0]))) throw new Error(`moved: ${x} behind ${email}`);
      await lookAndApprove(x, model, real);
      await passUntil(model, real, to - 1);
      await lookAndApprove(email, model, real);
      await passUntil(model, real, to + 2);
    },
  ),
);

const editRules = fc.constantFrom('break', 'mend').map((how) =>
  command(
    `${how} the rules`,
    () => true,
    (_, real) => real.editRules(how === 'break'),
  ),
);

const decideHeld = fc.constantFrom<'again' | 'sent'>('again', 'sent').map((kind) =>
  command(
    `decide(${kind})`,
    () => true,
    async (model, real) => {
      for (const who of await real.decide(kind)) if (kind === 'sent') model.confirmedSent.add(who);
    },
  ),
);

/** Checks that each publication has begun at the minute at which it was due and allowed, or not at all. */
function compareBegun(model: PeopleModel, real: PeopleNewsroom): void {
  for (const [id, { begun }] of model.issues) {
    const at = real.checker.records.get(id)?.begun;
    const minute = at && Math.round((at.epochMilliseconds - real.now) / 60_000) + real.minute;
    if (minute !== begun) throw new Error(`begun: ${id} has begun at ${minute}, and should have at ${begun}`);
  }
}

const sequences = (protocol: Protocol, ended: (real: PeopleNewsroom) => void) =>
  fc.asyncProperty(
    fc.record<Rules>({
      approval: fc.constantFrom('automatic', 'required'),
      unknown: fc.constantFrom('resend', 'hold'),
      fourEyes: fc.boolean(),
    }),
    fc.commands(
      [
        write,
        write,
        edit,
        edit,
        editRules,
        pause,
        resume,
        lookAndSayYes,
        lookAndSayYes,
        look,
        sayYes,
        sayYes,
        forge,
        moveThenYes,
        cancel,
        takeBack,
        move,
        move,
        join,
        yesThenCrowd,
        yesThenCrowd,
        stopReader,
        silence,
        pass,
        pass,
        pass,
        decideHeld,
        messageComesDue,
        lateYesThenNewTime,
        lateYesBeforePost,
      ],
      {
        size: '+1',
        maxCommands: 40,
      },
    ),
    async (rules, commands) => {
      const model = new PeopleModel(rules, READERS);
      const real = new PeopleNewsroom(protocol, rules, READERS);
      model.minute = -2;
      real.minute = -2;
      model.tick();
      await real.tick();
      await fc.asyncModelRun(() => ({ model, real }), commands);
      await conclude(model, real);
      ended(real);
    },
  );

/** Resumes and approves everything, and ends the silence. Then each reader must have what they must have, and nothing else. */
async function conclude(model: PeopleModel, real: PeopleNewsroom): Promise<void> {
  const { switches } = real.world as World;
  for (const what of model.paused) await switches.resume(what);
  model.paused.clear();
  for (const id of model.issues.keys()) {
    model.look(id);
    await real.look(id);
    model.sayYes(id, 'ada', true);
    await real.sayYes(id, 'ada', true);
  }
  real.silentUntil = { email: 0, x: 0 };
  const until = Math.max(model.minute, ...[...model.issues.values()].map(({ due }) => due)) + 3;
  while (model.minute < until) {
    model.tick();
    await real.tick();
  }
  compareBegun(model, real);
  await real.conclude([...model.issues].flatMap(([id, { missed }]) => (missed ? [] : [id])));
  for (const id of model.issues.keys()) {
    if (id.startsWith('x-')) continue;
    for (const { name, id: reader } of real.readers) {
      const mails = real.checker.accepts.get(`${id} ${reader}`)?.length ?? 0;
      const expectation = model.expectation(id, name);
      if (expectation === 'must' && mails !== 1) real.checker.fail(`missed: ${name} must have ${id}, and got ${mails}`);
      if (expectation === 'must not' && mails > 0) real.checker.fail(`wrongly: ${name} must not have ${id}`);
    }
  }
  const [violation] = real.checker.violations;
  if (violation !== undefined) throw new Error(violation);
}

/** Tries `runs` sequences, which follow from the seed. With `shrink`, the first one that breaks the promise is shortened. */
export async function tryPeople(
  protocol: Protocol,
  { seed, runs, shrink = true }: { seed: number; runs: number; shrink?: boolean },
): Promise<Tally> {
  const tally = emptyTally();
  const property = sequences(protocol, (real) => add(tally, real.tally()));
  const details = await fc.check(property, { seed, numRuns: runs, endOnFailure: !shrink });
  if (!details.failed) return tally;
  const error = details.errorInstance instanceof Error ? details.errorInstance : new Error(String(details.errorInstance));
  const [rules, commands] = details.counterexample ?? [];
  const sentence = `${error.message}, after ${String(commands)} with ${JSON.stringify(rules)}`;
  tally.violating = 1;
  tally.violations.push({ replay: `npm run prove -- --only --seeds 0 --people ${runs} --from ${seed}`, sentence });
  return tally;
}
