import type { Context } from 'hono';
import { networkOf, visitorOf } from '#core/signup/network';
import type { World } from '#ports';
import type { WebEnv } from '#web/request';

/** Returns a keyed hash of a request's network, which can be counted and identifies no person. Empty when the network is not known. */
export function networkHash(world: Pick<World, 'subscribers'>, c: Context<WebEnv>): string {
  const source = c.env.event.requestContext.http?.sourceIp ?? '';
  // A request that bypasses CloudFront could forge this header.
  const forwarded = c.get('throughSite') === false ? undefined : c.req.header('X-Forwarded-For');
  const network = networkOf(visitorOf(forwarded, source));
  return network === undefined ? '' : world.subscribers.idOf(`network ${network}`);
}
