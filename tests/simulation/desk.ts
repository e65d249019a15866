import { Temporal } from 'temporal-polyfill';
import type { Subscriber } from '#core/subscriber/subscriber';
import type { Pausable, World } from '#ports';
import { act } from '#tests/simulation/act';
import type { Action } from '#tests/simulation/scenario';
import { MINUTE, type SimulationContext } from '#tests/simulation/simulation-context';
import { isOfThread } from '#tests/simulation/stories';

/** Presses a button. A person without an answer, or with an error, presses again after 20 s; the last press always works. */
export function press(context: SimulationContext, work: (view: World) => Promise<void>, presses = 4): void {
  if (presses === 0) return void work(context.quietly());
  let done = false;
  context.spawn('desk', work, (error) => {
    done = error === undefined;
  });
  context.later(20_000, () => {
    if (!done) press(context, work, presses - 1);
  });
}

/** Carries out an action at the desk, on a page, or on the files. */
export function doAction(
  context: SimulationContext,
  action: Action,
  { people, files }: { people: Subscriber[]; files: Map<string, Uint8Array> },
): void {
  const { kernel, scenario, protocol } = context;
  const at = Temporal.Instant.fromEpochMilliseconds(kernel.now);
  act(action, { at, scenario, people, files, setSizes: protocol.setSizes, press: (work) => press(context, work) });
}

/** Lets a person resume what is paused within 45 minutes. For a post on X they look at the account first, and cancel what is there. */
export function resumeSomeTime(context: SimulationContext, what: Pausable, reason: string): void {
  context.later(context.chance.between(1, 45) * MINUTE, () => {
    if (context.isClosed()) return resumeSomeTime(context, what, reason);
    if (what === 'email') context.mail.isOff = false;
    if (/Look at the account/.test(reason) && context.social.posts.some(({ text }) => isOf(what, text))) {
      press(context, (view) => view.switches.cancel(what as Parameters<World['switches']['cancel']>[0], 'the lead', momentOf(context)));
    }
    void context.quietly().switches.resume(what);
  });
}

/** True when a person recognises the post: by the end of its link, or the first parts of a thread by their text. */
function isOf(what: string, text: string): boolean {
  return text.includes(what.replace(/^x-/, '/')) || (what === 'x-safer-medicines' && isOfThread(text));
}

function momentOf({ kernel }: SimulationContext): Temporal.Instant {
  return Temporal.Instant.fromEpochMilliseconds(kernel.now);
}
