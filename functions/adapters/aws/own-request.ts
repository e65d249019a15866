import { hash } from 'node:crypto';
import type { SdkRequest } from '#adapters/aws/at-network';
import type { Agents, Answer, Server } from '#adapters/aws/post-once';
import { type Credentials, openSignature, type Sign } from '#adapters/aws/signature';

/** How requests of our own are made, as the SDK's are: to which server, under which name, and signed for what. */
export type Way = { server: Server; host: string; sign: Sign };

/** A request to be posted to `/`. It lacks what the SDK tells of itself in headers. `headers`: those that say what `body` is. */
export function ownRequest(
  { host, sign }: Pick<Way, 'host' | 'sign'>,
  { headers: what, body }: { headers: Readonly<Record<string, string>>; body: Buffer },
  credentials: Credentials,
  at: Date,
): { headers: Record<string, string>; body: Buffer } {
  const bodyHash = hash('sha256', body);
  const headers: Record<string, string> = {
    ...what,
    'content-length': String(body.length),
    host,
    'x-amz-date': at.toISOString().replace(/[:-]|\.\d{3}/g, ''),
    ...(credentials.sessionToken === undefined ? {} : { 'x-amz-security-token': credentials.sessionToken }),
    'x-amz-content-sha256': bodyHash,
  };
  headers.authorization = sign(headers, bodyHash, credentials);
  return { headers, body };
}

/** Learns from a request of the SDK's how the same is made. Undefined when ours would be another one. */
export function wayOf(
  { protocol, hostname, port, path, headers, body }: SdkRequest,
  credentials: Credentials,
  agents: Agents,
): Way | undefined {
  const { authorization = '', host = '' } = headers;
  const [, region, service, names = ''] = /\/([^/]+)\/([^/]+)\/aws4_request, SignedHeaders=([^,]+)/.exec(authorization) ?? [];
  if (region === undefined || service === undefined || path !== '/') return undefined;
  const sign = openSignature({ region, service });
  const signed = Object.fromEntries(names.split(';').map((name) => [name, headers[name] ?? '']));
  if (sign(signed, hash('sha256', body), credentials) !== authorization) return undefined;
  return { server: { protocol, hostname: hostname.replace(/^\[|\]$/g, ''), port, ...agents }, host, sign };
}

/** Puts the clock of a client right by an answer, as the SDK does, so that it is corrected before a request is refused for it. */
export function heedDate(config: { systemClockOffset: number }, { headers: { date, age } }: Answer): void {
  const serverMs = date === undefined || age !== undefined ? Number.NaN : Date.parse(date);
  if (!Number.isNaN(serverMs)) config.systemClockOffset = serverMs - Date.now();
}
