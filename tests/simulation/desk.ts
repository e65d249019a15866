import { Temporal } from 'temporal-polyfill';
import type { Subscriber } from '#core/subscriber/subscriber';
import type { Pausable, World } from '#ports';
import { act } from '#tests/simulation/act';
import type { Action } from '#tests/simulation/scenario';
import { type Ground, MINUTE } from '#tests/simulation/scenario-context';
import { isOfThread } from '#tests/simulation/stories';

/** Whoever presses a button and hears nothing, or an error, presses it again; in the end it works. */
export function press(ground: Ground, work: (view: World) => Promise<void>, presses = 4): void {
  if (presses === 0) return void work(ground.quietly());
  let done = false;
  ground.spawn('desk', work, (error) => {
    done = error === undefined;
  });
  ground.later(20_000, () => {
    if (!done) press(ground, work, presses - 1);
  });
}

/** What somebody does at the desk, on a page, or to the files. */
export function doAction(
  ground: Ground,
  action: Action,
  { people, files }: { people: Subscriber[]; files: Map<string, Uint8Array> },
): void {
  const { kernel, scenario, protocol } = ground;
  const at = Temporal.Instant.fromEpochMilliseconds(kernel.now);
  act(action, { at, scenario, people, files, setSizes: protocol.setSizes, press: (work) => press(ground, work) });
}

/** Somebody who sees that it still stands still, whoever paused it, lets it go on; of X, after a look at the account. */
export function resumeSomeTime(ground: Ground, what: Pausable, reason: string): void {
  ground.later(ground.chance.between(1, 45) * MINUTE, () => {
    if (ground.isClosed()) return resumeSomeTime(ground, what, reason);
    if (what === 'email') ground.mail.isOff = false;
    if (/Look at the account/.test(reason) && ground.social.posts.some(({ text }) => isOf(what, text))) {
      press(ground, (view) => view.switches.cancel(what as Parameters<World['switches']['cancel']>[0], 'the lead', momentOf(ground)));
    }
    void ground.quietly().switches.resume(what);
  });
}

/** Whoever looks knows a post by the end of its link, whatever its title, and the first parts of a thread by their words. */
function isOf(what: string, text: string): boolean {
  return text.includes(what.replace(/^x-/, '/')) || (what === 'x-safer-medicines' && isOfThread(text));
}

function momentOf({ kernel }: Ground): Temporal.Instant {
  return Temporal.Instant.fromEpochMilliseconds(kernel.now);
}
