// AWS's Signature Version 4 for a POST to the path `/`: "Create a signed AWS API request" in the IAM user guide.
import { createHmac, createSecretKey, hash, type KeyObject } from 'node:crypto';

export type Credentials = { accessKeyId: string; secretAccessKey: string; sessionToken?: string | undefined };
/** Where a signature is valid: a region's service. */
export type Scope = { region: string; service: string };

/** Returns the `authorization` header of a request. `headers`: those to sign, by lower-case name, with `x-amz-date` among them. */
export type Sign = (headers: Readonly<Record<string, string>>, bodyHash: string, credentials: Credentials) => string;

/** Makes signatures. The key of a day and a secret is derived once. */
export function openSignature({ region, service }: Scope): Sign {
  let known: { day: string; secret: string; key: KeyObject } | undefined;
  const keyOf = (day: string, secret: string): KeyObject => {
    if (known?.day !== day || known.secret !== secret) {
      const key = [day, region, service, 'aws4_request'].reduce<Buffer>((above, word) => hmac(above, word), Buffer.from(`AWS4${secret}`));
      known = { day, secret, key: createSecretKey(key) };
    }
    return known.key;
  };
  return (headers, bodyHash, { accessKeyId, secretAccessKey }) => {
    const at = headers['x-amz-date'] ?? '';
    const day = at.slice(0, 8);
    const names = Object.keys(headers).sort();
    const lines = names.map((name) => `${name}:${headers[name]?.trim().replace(/\s+/g, ' ')}\n`).join('');
    const signed = names.join(';');
    const scope = `${day}/${region}/${service}/aws4_request`;
    const request = hash('sha256', `POST\n/\n\n${lines}\n${signed}\n${bodyHash}`);
    const signature = hmac(keyOf(day, secretAccessKey), `AWS4-HMAC-SHA256\n${at}\n${scope}\n${request}`).toString('hex');
    return `AWS4-HMAC-SHA256 Credential=${accessKeyId}/${scope}, SignedHeaders=${signed}, Signature=${signature}`;
  };
}

function hmac(key: Buffer | KeyObject, text: string): Buffer {
  return createHmac('sha256', key).update(text).digest();
}
