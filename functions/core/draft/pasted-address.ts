// Where a pasted link leads, without the detours that mail programs and search engines put in between.

/** Returns the address of a pasted link; undefined when it leads nowhere outside of the document. */
export function pastedAddress(attributes: Readonly<Record<string, string>>): string | undefined {
  const typed = (attributes.originalsrc ?? attributes.href ?? '').replaceAll(/[\p{Cc} ]+/gu, ' ').trim();
  if (!/^(?:https?:\/\/[^\s/?#]|mailto:\S)/iu.test(typed)) return undefined;
  return withoutDetour(typed);
}

/** Outlook and Google wrap the addresses of links. */
function withoutDetour(address: string): string {
  if (!URL.canParse(address)) return address;
  const { hostname, pathname, searchParams } = new URL(address);
  const wrapped = /(?:^|\.)safelinks\.protection\.outlook\.com$/u.test(hostname)
    ? searchParams.get('url')
    : /^(?:www\.)?google\.[a-z.]+$/u.test(hostname) && pathname === '/url'
      ? (searchParams.get('q') ?? searchParams.get('url'))
      : undefined;
  return wrapped && /^https?:\/\/[^\s/?#]/iu.test(wrapped) ? wrapped : address;
}
