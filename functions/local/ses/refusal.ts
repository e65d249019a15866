import { addressParser } from 'postal-mime';
import { headerOf, headersOf, longestLine, type RawHeader } from '#local/ses/message';

/** One call of `SendRawEmail`, as SES reads it. */
export type RawSend = {
  source?: string | undefined;
  destinations: string[];
  raw: Buffer;
  configurationSet?: string;
  tags: Record<string, string>;
  headers: RawHeader[];
};

/** An error as SES words it. */
export type SesError = { status: number; code: string; message: string };

const MAX_BYTES = 10 * 1024 * 1024;
// SES refuses a message that has one of these headers twice (its developer guide, "header fields"). These are the ones of a newsletter.
const ONCE = new Set(
  'from sender reply-to to cc bcc subject date message-id mime-version content-type content-transfer-encoding list-id list-unsubscribe list-unsubscribe-post return-path'.split(
    ' ',
  ),
);

/** Reads a call from the parameters of the query protocol. */
export function readRawSend(parameters: URLSearchParams): RawSend {
  const list = (name: string) => [...parameters].filter(([key]) => key.startsWith(`${name}.member.`));
  const raw = Buffer.from(parameters.get('RawMessage.Data') ?? '', 'base64');
  const headers = headersOf(raw);
  const named = list('Destinations').map(([, address]) => address);
  const addressed = ['to', 'cc', 'bcc'].flatMap((name) => addressesIn(headerOf(headers, name)));
  const given = parameters.get('Source');
  const source = given === null ? sourceOf(headers) : (addressesIn(given)[0] ?? given);
  const configurationSet = parameters.get('ConfigurationSetName');
  const tags = list('Tags')
    .filter(([key]) => key.endsWith('.Name'))
    .map(([key, name]): [string, string] => [name, parameters.get(key.replace(/Name$/, 'Value')) ?? '']);
  return {
    raw,
    headers,
    destinations: named.length > 0 ? named : addressed,
    tags: Object.fromEntries(tags),
    ...(source === undefined ? {} : { source }),
    ...(configurationSet === null ? {} : { configurationSet }),
  };
}

/** Returns the address of the From header, which SES uses when the call names no sender. */
export function sourceOf(headers: RawHeader[]): string | undefined {
  const from = headerOf(headers, 'from');
  return from === undefined ? undefined : (addressesIn(from)[0] ?? from);
}

function addressesIn(value = ''): string[] {
  return addressParser(value, { flatten: true }).flatMap(({ address }) => address ?? []);
}

/** Returns why SES refuses a mail for its own sake, apart from limits, pauses and verified senders; undefined when it does not. */
export function refusalOf({ source, destinations, raw, tags, headers }: RawSend): SesError | undefined {
  if (raw.length === 0) return invalid('Missing required parameter RawMessage.Data.');
  if (raw.length > MAX_BYTES) return invalid(`Message length is more than ${MAX_BYTES} bytes long: '${raw.length}'.`);
  if (source === undefined) return invalid("Missing required header 'From'.");
  if (destinations.length === 0) return invalid('Missing destination.');
  if (destinations.length > 50) return invalid('Recipient count exceeds 50.');
  for (const address of [source, ...destinations]) {
    const fault = addressFault(address);
    if (fault !== undefined) return invalid(fault);
  }
  const seen = new Set<string>();
  for (const name of headers.map((header) => header.name.toLowerCase())) {
    if (ONCE.has(name) && seen.has(name)) return invalid(`Duplicate header '${name}'.`);
    seen.add(name);
  }
  if (longestLine(raw) > 998) return invalid('The message holds a line of more than 998 characters.');
  for (const [name, value] of Object.entries(tags)) {
    if (!/^[\w-]{1,256}$/.test(name))
      return invalid(`Invalid tag name <${name}>: only alphanumeric ASCII characters, '_' and '-' are allowed.`);
    if (!/^[\w-]{1,256}$/.test(value))
      return invalid(`Invalid tag value <${value}>: only alphanumeric ASCII characters, '_' and '-' are allowed.`);
  }
  return undefined;
}

function addressFault(written: string): string | undefined {
  const address = /<([^<>]*)>\s*$/.exec(written)?.[1] ?? written;
  const at = address.lastIndexOf('@');
  const [local, domain] = [address.slice(0, at), address.slice(at + 1)];
  if (at < 0 || domain === '') return "Missing final '@domain'";
  if (local === '') return 'Missing local name';
  if (/[^\x21-\x7e]/.test(local)) return 'Local address contains control or whitespace or non-ASCII characters';
  if (local.length > 64 || /[@,;:<>()[\]\\"]|\.\.|^\.|\.$/.test(local)) return 'Illegal local address';
  if (domain.startsWith('.')) return 'Domain starts with dot';
  if (domain.endsWith('.')) return 'Domain ends with dot';
  if (!/^[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)+$/i.test(domain)) return 'Domain contains illegal character';
  return undefined;
}

function invalid(message: string): SesError {
  return { status: 400, code: 'InvalidParameterValue', message };
}
