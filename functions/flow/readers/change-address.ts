import type { Temporal } from 'temporal-polyfill';
import type { Rules } from '#core/rules/rules';
import type { Subscriber } from '#core/subscriber/subscriber';
import { mailboxIdOf } from '#flow/readers/sign-up';
import { requestTransactional } from '#flow/transactional/request-transactional';
import type { World } from '#ports';

type ChangeAddressWorld = Pick<World, 'subscribers' | 'signups' | 'transactional' | 'rateCounters' | 'texts' | 'jobQueue' | 'machine'>;

/** New addresses that one reader may name in a day: each of them gets an email. */
const MOST_A_DAY = 3;
const DAY_SECONDS = 24 * 60 * 60;

/**
 * Requests a move of a reader's emails to `address`. Nothing changes until that address confirms it; both addresses get an email.
 * Known and unknown new addresses are treated the same. `consentText`: the text of the page where the reader asked.
 * `too-often`: the day's limit is reached. May throw; safe to repeat.
 */
export async function requestAddressChange(
  world: ChangeAddressWorld,
  { name, organisation, frequency, topics, ...reader }: Subscriber,
  { address, consentText, rules, now }: { address: string; consentText: string; rules: Rules; now: Temporal.Instant },
): Promise<'asked' | 'too-often'> {
  if ((await world.rateCounters.count(`move ${reader.id}`, DAY_SECONDS, now)) > MOST_A_DAY) return 'too-often';
  const id = world.subscribers.idOf(address);
  const choices = { name, frequency, topics, ...(organisation === undefined ? {} : { organisation }) };
  const wording = await world.texts.put(consentText);
  const form = world.machine.nonce();
  await world.signups.put({ ...choices, id, address, form, asked: now, page: '/p', wording, changesAddressOf: reader.id });
  const email = { to: id, kind: 'move', mailbox: mailboxIdOf(world, address), form } as const;
  await requestTransactional(world, email, rules, now);
  await requestTransactional(world, { to: reader.id, kind: 'moving' }, rules, now);
  return 'asked';
}
