// Separate from worlds.ts because only the desk calls another Lambda, and the others must not carry that client unused.
import { linkChecker } from '#adapters/links/link-checker';
import { remoteLinkChecker } from '#adapters/links/remote-link-checker';
import { machine } from '#adapters/machine';
import type { Config } from '#config';
import type { LinkChecker } from '#ports';

/** Opens what asks other sites for the desk: on AWS a function without rights; on one machine this process, if the person wants it. */
export function openLinkChecker({ checkLinksFunction, asksOtherSites }: Config): LinkChecker | undefined {
  if (checkLinksFunction !== undefined) return remoteLinkChecker(checkLinksFunction);
  return asksOtherSites ? linkChecker({ elapsedMs: machine.elapsedMs }) : undefined;
}
