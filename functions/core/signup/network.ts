// Where a request came from, no nearer than the network: a street, and not a house. Addresses themselves are never kept.

/** `192.0.2.0/24` or `2001:db8:1::/48` of an address; undefined when it is none. */
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
 * The visitor's address, of those that a request has come through: CloudFront writes the visitor behind whatever she claims, and
 * the HTTP API writes CloudFront behind that. `source` is who asked the HTTP API itself.
 */
export function visitorOf(forwarded: string | undefined, source: string): string {
  return forwarded?.split(',').at(-2)?.trim() || source;
}
