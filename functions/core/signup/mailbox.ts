// Where the emails to an address arrive: many spellings lead to one mailbox, and many addresses to one organisation.

/** Gmail delivers to the same mailbox with and without dots, and under both names. */
const WITHOUT_DOTS = new Set(['gmail.com', 'googlemail.com']);

/**
 * Returns the mailbox of an address: without `+tag`, and for Gmail without dots. Only for counting: emails go to the address as it was
 * typed, and the address is the reader's identity.
 */
export function mailboxOf(address: string): string {
  const [local, domain] = partsOf(address);
  // An address that begins with `+` has no name before the tag.
  const name = local.replace(/(?<=.)\+.*$/, '');
  return WITHOUT_DOTS.has(domain) ? `${name.replaceAll('.', '')}@gmail.com` : `${name}@${domain}`;
}

/** Second-level names below which a country's organisations have theirs: `example.co.uk`, `example.nhs.uk`. */
const SHARED_NAMES = new Set([
  'ac',
  'co',
  'com',
  'edu',
  'gov',
  'judiciary',
  'ltd',
  'me',
  'mod',
  'net',
  'nhs',
  'org',
  'plc',
  'police',
  'sch',
]);

/**
 * Returns the domain of the organisation that takes the emails of an address. One owner can let all addresses of a domain, and of any name
 * below it, lead to one mailbox.
 */
export function recipientDomain(address: string): string {
  const labels = partsOf(address)[1].split('.');
  const isShared = labels.at(-1)?.length === 2 && SHARED_NAMES.has(labels.at(-2) ?? '');
  return labels.slice(isShared ? -3 : -2).join('.');
}

function partsOf(address: string): [local: string, domain: string] {
  const at = address.lastIndexOf('@');
  return [address.slice(0, at).toLowerCase(), address.slice(at + 1).toLowerCase()];
}
