// The network that a request came from, as precise as a street and not a house. IP addresses themselves are never kept.

/** Returns the network of an IP address, `192.0.2.0/24` or `2001:db8:1::/48`; undefined when it is no IP address. */
export function networkOf(address: string): string | undefined {
  const text = address.trim().toLowerCase();
  const four = /^(?:::ffff:)?(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.\d{1,3}$/.exec(text);
  if (four) return `${four[1]}.${four[2]}.${four[3]}.0/24`;
  if (!/^[0-9a-f:]+$/.test(text) || !text.includes(':')) return undefined;
  const [head = '', tail] = text.split('::');
  const before = head === '' ? [] : head.split(':');
  const after = tail === undefined || tail === '' ? [] : tail.split(':');
  const zeros = Array.from({ length: Math.max(0, 8 - before.length - after.length) }, () => '0');
  const [a, b, c] = [...before, ...(tail === undefined ? [] : zeros), ...after].map((group) => group.replace(/^0+(?=.)/, ''));
  return a && b && c ? `${a}:${b}:${c}::/48` : undefined;
}

/**
 * Returns the visitor's IP address from `X-Forwarded-For`. A visitor may send that header too: CloudFront appends the visitor's address
 * and the HTTP API appends CloudFront's, so the last but one is true. `source`: the address that called the HTTP API.
 */
export function visitorOf(forwarded: string | undefined, source: string): string {
  return forwarded?.split(',').at(-2)?.trim() || source;
}
