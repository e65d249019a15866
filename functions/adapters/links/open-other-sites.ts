// Separate from worlds.ts because only the desk calls another Lambda, and the others must not carry that client unused.
import { linkChecker } from '#adapters/links/link-checker';
import { openOutside } from '#adapters/links/outside';
import { remoteLinkChecker } from '#adapters/links/remote-link-checker';
import { remoteOutside } from '#adapters/links/remote-outside';
import { machine } from '#adapters/machine';
import type { Config } from '#config';
import type { LinkChecker, OtherSites, Outside } from '#ports';

/** Opens what asks other sites for the desk: on AWS functions without rights; on one machine this process, if the person wants it. */
export function openOtherSites(config: Config): OtherSites {
  const [links, outside] = [linkCheckerOf(config), outsideOf(config)];
  return { ...(links && { links }), ...(outside && { outside }) };
}

function linkCheckerOf({ checkLinksFunction, asksOtherSites }: Config): LinkChecker | undefined {
  if (checkLinksFunction !== undefined) return remoteLinkChecker(checkLinksFunction);
  return asksOtherSites ? linkChecker({ elapsedMs: machine.elapsedMs }) : undefined;
}

/** Opens what fetches their files, in the same way. */
function outsideOf({ fetchOutsideFunction, asksOtherSites }: Config): Outside | undefined {
  if (fetchOutsideFunction !== undefined) return remoteOutside(fetchOutsideFunction);
  return asksOtherSites ? openOutside() : undefined;
}
