// The people of the desk: who is let in, for what, and how to change that.
import { type Context, Hono } from 'hono';
import { askSentence, type Colleague, colleagueAddress, holdersOf, RIGHTS, type Right, rightsSentence } from '#core/desk/colleagues';
import { readAddress } from '#core/mime/mailable-address';
import { withoutInvisible } from '#core/text/lines';
import { type ColleagueAnswer, type ColleagueChange, changeColleagues, presentColleagues } from '#flow/colleagues/change-colleagues';
import type { Account, World } from '#ports';
import { who } from '#web/desk/audit';
import type { Frame } from '#web/desk/needs';
import { may } from '#web/desk/rights';
import { page } from '#web/page';
import { type ContentWorld, readFor } from '#web/read-content';
import { nowOf, type WebEnv } from '#web/request';
import type { SignIn } from '#web/sign-in/sign-in';

const PAGE = '/desk/colleagues';
const MAX_NAME_CHARACTERS = 60;

/** What a colleague may do, as a box to tick. */
const BOXES: Record<Right, { words: string; hint: string }> = {
  writes: { words: 'Writes', hint: 'Stories, pictures and drafts, and tests to the team. Nothing goes out by that alone.' },
  approves: {
    words: 'Approves and sends',
    hint: 'Publishes and deletes stories, says yes, moves, cancels, and lets go on what is paused.',
  },
  'sees-people': { words: 'Sees people', hint: 'Names and addresses of readers and what they got; imports, exports and erases them.' },
  'changes-colleagues': { words: 'Changes rules and colleagues', hint: 'The rules of the newsroom, and this page.' },
};

/** What was typed into the form to let somebody in, with what is wrong with it. */
type Typed = { name: string; address: string; rights: readonly Right[]; wrongName?: string; wrongAddress?: string };

const EMPTY: Typed = { name: '', address: '', rights: ['writes'] };

const TOLD: Record<ColleagueChange['do'], string> = {
  'let-in': 'Your colleague is let in.',
  change: 'That is changed. It counts from their next click.',
  'let-out': 'Your colleague is let out, on every computer from the next click on. To take that back, let them in again below.',
  invite: 'The invitation is sent again. The password in the one before does not work any more.',
};

export function colleaguePages(world: ContentWorld & Pick<World, 'colleagues' | 'audit'>, signIn: SignIn, frame: Frame): Hono<WebEnv> {
  const app = new Hono<WebEnv>();
  if (signIn === 'none') {
    app.get(PAGE, async (c) => {
      const { rules } = await readFor(c, world);
      return c.html(page('desk/colleagues-none', {}, { title: 'Colleagues', rules, ...(await frame(c)), current: PAGE }));
    });
    return app;
  }
  const { accounts } = signIn;

  const show = async (c: Context<WebEnv>, said: { told?: string; problem?: string; typed?: Typed } = {}, status: 200 | 409 | 422 = 200) => {
    const { rules } = await readFor(c, world);
    const around = { rules, ...(await frame(c)), current: PAGE };
    const [list, known] = await Promise.all([presentColleagues(world, accounts), accounts.all()]);
    const states = new Map(known.map(({ address, state }) => [address, state]));
    const changes = holdersOf('changes-colleagues', list.people);
    const typed = said.typed ?? EMPTY;
    const view = {
      ...said,
      version: list.version,
      people: list.people.map((one, i) => rowOf(one, `of-${i}`, states.get(one.address), c.get('colleague'))),
      mayChange: may(c.get('colleague'), 'changes-colleagues'),
      ask: askSentence('changes-colleagues', list.people),
      // A newsroom begins with one; it is not said of nobody, who could not read it.
      alone: changes.length === 1 ? changes[0]?.name : undefined,
      invitesByEmail: !signIn.optional,
      typed: { ...typed, boxes: boxesOf(typed.rights, 'new') },
    };
    const title = said.problem !== undefined || typed.wrongName || typed.wrongAddress ? 'Error: Colleagues' : 'Colleagues';
    return c.html(page('desk/colleagues', view, { title, ...around }), status);
  };

  app.get(PAGE, async (c) => {
    const told = Object.entries(TOLD).find(([change]) => change === c.req.query('told'))?.[1];
    return show(c, told === undefined ? {} : { told });
  });

  const press = async (c: Context<WebEnv>, change: ColleagueChange, name: string, typed?: Typed) => {
    const { version } = await c.req.parseBody();
    const answer = await changeColleagues(world, accounts, change, { seen: Number(version), by: who(c), at: nowOf(c) });
    if (answer === 'done') return c.redirect(`${PAGE}?told=${change.do}`, 303);
    const problem = problemOf(answer, name);
    return show(c, { problem, ...(typed && { typed }) }, answer === 'too few' || answer === 'on the list' ? 422 : 409);
  };

  app.post(`${PAGE}/let-in`, async (c) => {
    const typed = await readTyped(c);
    const address = readAddress(typed.address);
    const wrong = {
      ...(typed.name === '' && { wrongName: 'Write the name by which colleagues know them, for example Ada.' }),
      ...(address === undefined && { wrongAddress: 'Write an email address, for example ada@example.org. It is what they sign in with.' }),
    };
    if (address === undefined || typed.name === '') return show(c, { typed: { ...typed, ...wrong } }, 422);
    const colleague = { address: colleagueAddress(address), name: typed.name, rights: typed.rights };
    return press(c, { do: 'let-in', colleague }, typed.name, typed);
  });

  app.post(`${PAGE}/:change{rights|let-out|invite}`, async (c) => {
    const typed = await readTyped(c);
    const address = colleagueAddress(typed.address);
    const change = c.req.param('change');
    const name = typed.name === '' ? address : typed.name;
    if (change === 'rights') return press(c, { do: 'change', colleague: { address, name, rights: typed.rights } }, name);
    return press(c, { do: change === 'invite' ? 'invite' : 'let-out', address }, name);
  });
  return app;
}

function rowOf(one: Colleague, id: string, state: Account['state'] | undefined, reader: Colleague) {
  return {
    id,
    name: one.name,
    address: one.name === one.address ? undefined : one.address,
    key: one.address,
    sentence: rightsSentence(one.rights),
    you: one.address === reader.address,
    invited: state === 'invited',
    without: state === undefined || state === 'closed',
    offersInvitation: state !== 'open',
    boxes: boxesOf(one.rights, id),
  };
}

function boxesOf(rights: readonly Right[], id: string) {
  return RIGHTS.map((right) => ({ right, id: `${id}-${right}`, ...BOXES[right], checked: rights.includes(right) }));
}

async function readTyped(c: Context<WebEnv>): Promise<Typed> {
  const { name, address, rights = [] } = await c.req.parseBody({ all: true });
  const text = (value: unknown) => (typeof value === 'string' ? withoutInvisible(value).replace(/\s+/g, ' ').trim() : '');
  const ticked = [rights].flat();
  return {
    name: text(name).slice(0, MAX_NAME_CHARACTERS),
    address: text(address),
    rights: RIGHTS.filter((right) => ticked.includes(right)),
  };
}

function problemOf(answer: Exclude<ColleagueAnswer, 'done'>, name: string): string {
  switch (answer) {
    case 'stale':
      return 'Somebody changed the colleagues while you were looking, so nothing of yours has changed. This page shows them as they are now. Please look, and do it again.';
    case 'unknown':
      return `${name} is not let in any more, so nothing has changed.`;
    case 'on the list':
      return `${name} is let in already. Change what they may do in the list.`;
    case 'too few':
      return `Nothing has changed: at least two colleagues must be able to change rules and colleagues, and ${name} is one of the last. Give somebody else that right first.`;
    default:
      return answer satisfies never;
  }
}
