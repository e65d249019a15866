import type { Temporal } from 'temporal-polyfill';
import type { Rules } from '#core/rules/rules';
import type { Subscriber } from '#core/subscriber/subscriber';
import { requestTransactional } from '#flow/transactional/request-transactional';
import type { World } from '#ports';

type ChangeAddressWorld = Pick<World, 'subscribers' | 'signups' | 'transactional' | 'rateCounters' | 'texts' | 'jobQueue'>;

/** New addresses that one reader may name in a day: each of them is sent a letter. */
const MOST_A_DAY = 3;
const DAY_SECONDS = 24 * 60 * 60;

/**
 * Somebody wants her emails at `address` from now on. Nothing changes before that address has confirmed it; until then both
 * addresses are told. The same is done whether or not the new address is known. `words`: what stood on the page where she asked.
 */
export async function requestAddressChange(
  world: ChangeAddressWorld,
  { name, organisation, frequency, topics, ...her }: Subscriber,
  { address, consentText, rules, now }: { address: string; consentText: string; rules: Rules; now: Temporal.Instant },
): Promise<'asked' | 'too-often'> {
  if ((await world.rateCounters.count(`move ${her.id}`, DAY_SECONDS, now)) > MOST_A_DAY) return 'too-often';
  const id = world.subscribers.idOf(address);
  const choices = { name, frequency, topics, ...(organisation === undefined ? {} : { organisation }) };
  const wording = await world.texts.put(consentText);
  await world.signups.put({ ...choices, id, address, asked: now, page: '/p', wording, changesAddressOf: her.id });
  await requestTransactional(world, id, 'move', rules, now);
  await requestTransactional(world, her.id, 'moving', rules, now);
  return 'asked';
}
