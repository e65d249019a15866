import type { Context } from 'hono';
import { networkOf, visitorOf } from '#core/signup/network';
import type { World } from '#ports';
import type { WebEnv } from '#web/request';

/** A keyed hash of the network that a request came from: it counts, and tells nobody who it was. Empty when it is not known. */
export function networkHash(world: Pick<World, 'subscribers'>, c: Context<WebEnv>): string {
  const source = c.env.event.requestContext.http?.sourceIp ?? '';
  // Who asks the API itself can write there what she likes.
  const forwarded = c.get('throughSite') === false ? undefined : c.req.header('X-Forwarded-For');
  const network = networkOf(visitorOf(forwarded, source));
  return network === undefined ? '' : world.subscribers.idOf(`network ${network}`);
}
