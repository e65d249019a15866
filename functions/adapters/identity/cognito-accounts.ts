// The accounts of the desk in Cognito's user pool. Its client in the SDK has more than a hundred calls, of which five are needed: only the
// signature is the SDK's.
import { createHash, createHmac } from 'node:crypto';
import { SignatureV4 } from '@smithy/signature-v4';
import { array, boolean, looseObject, optional, string } from 'zod/mini';
import { colleagueAddress } from '#core/desk/colleagues';
import type { Account, Accounts } from '#ports';

/** `url`: where Cognito answers. `id`: of the pool, such as `eu-west-2_a1B2c3D4e`, which begins with its region. */
export type CognitoPool = { url: string; id: string };
type Credentials = ConstructorParameters<typeof SignatureV4>[0]['credentials'];

/** For one call. Calls happen during a web request, which has 29 s in all. */
const PATIENCE_MS = 5_000;

const refusal = looseObject({ __type: string() });
const user = looseObject({
  Username: string(),
  Enabled: boolean(),
  UserStatus: string(),
  Attributes: optional(array(looseObject({ Name: string(), Value: optional(string()) }))),
});
const secondFactor = looseObject({ MfaConfiguration: string() });
const users = looseObject({ Users: array(user), PaginationToken: optional(string()) });

/** The exceptions that callers here know; every other one is an error. */
const KNOWN = ['UsernameExistsException', 'UserNotFoundException', 'UnsupportedUserStateException'] as const;
type Known = (typeof KNOWN)[number];

export function cognitoAccounts(pool: CognitoPool, credentials: Credentials): Accounts {
  const call = caller(pool, credentials);
  const invite = (address: string, how: object) =>
    call('AdminCreateUser', { Username: address, DesiredDeliveryMediums: ['EMAIL'], ...how });
  return {
    async all() {
      const found: Account[] = [];
      let next: string | undefined;
      do {
        const said = await call('ListUsers', next === undefined ? {} : { PaginationToken: next });
        const page = users.parse(typeof said === 'string' ? undefined : said.answer);
        found.push(...page.Users.flatMap(accountOf));
        next = page.PaginationToken;
      } while (next !== undefined);
      return found;
    },
    async open(typed) {
      const address = colleagueAddress(typed);
      // Whoever has the first password has read the mailbox.
      const attributes = { email: address, email_verified: 'true' };
      const UserAttributes = Object.entries(attributes).map(([Name, Value]) => ({ Name, Value }));
      if ((await invite(address, { UserAttributes })) !== 'UsernameExistsException') return;
      await call('AdminEnableUser', { Username: address });
      // Refused for who has a password of their own: they need no invitation.
      await invite(address, { MessageAction: 'RESEND' });
    },
    async close(typed) {
      await call('AdminDisableUser', { Username: colleagueAddress(typed) });
    },
  };
}

/** Returns whether the pool asks everybody for a second proof beside the password: ON, OPTIONAL or OFF. */
export async function secondFactorOf(pool: CognitoPool, credentials: Credentials): Promise<string> {
  const said = await caller(pool, credentials)('GetUserPoolMfaConfig', {});
  return secondFactor.parse(typeof said === 'string' ? undefined : said.answer).MfaConfiguration;
}

type Call = (action: string, input: object) => Promise<{ answer: unknown } | Known>;

function caller({ url, id }: CognitoPool, credentials: Credentials): Call {
  const signer = new SignatureV4({ service: 'cognito-idp', region: id.split('_')[0] ?? '', credentials, sha256: Sha256 });
  return async (action, input) => {
    const { host, hostname, protocol } = new URL(url);
    const body = JSON.stringify({ UserPoolId: id, ...input });
    const headers = { host, 'content-type': 'application/x-amz-json-1.1', 'x-amz-target': `AWSCognitoIdentityProviderService.${action}` };
    const { headers: signed } = await signer.sign({ method: 'POST', protocol, hostname, path: '/', headers, body });
    const patience = AbortSignal.timeout(PATIENCE_MS);
    const response = await fetch(url, { method: 'POST', headers: signed, body, signal: patience, redirect: 'error' });
    const answer = readJson(await response.text());
    if (response.ok) return { answer };
    const type = refusal.safeParse(answer).data?.__type.replace(/^.*#/, '');
    const known = KNOWN.find((one) => one === type);
    if (known === undefined) throw new Error(`Cognito answered ${response.status} ${type ?? ''} when asked to ${action}.`);
    return known;
  };
}

/** Some answers of Cognito have no body; what a proxy says for it is no JSON. */
function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

function accountOf({ Enabled, UserStatus, Attributes = [] }: ReturnType<typeof user.parse>): Account[] {
  const address = Attributes.find(({ Name }) => Name === 'email')?.Value;
  if (address === undefined) return [];
  const state = !Enabled ? 'closed' : UserStatus === 'FORCE_CHANGE_PASSWORD' ? 'invited' : 'open';
  return [{ address: colleagueAddress(address), state }];
}

type Bytes = string | ArrayBuffer | ArrayBufferView;
const bufferOf = (data: Bytes): Buffer =>
  typeof data === 'string'
    ? Buffer.from(data)
    : ArrayBuffer.isView(data)
      ? Buffer.from(data.buffer, data.byteOffset, data.byteLength)
      : Buffer.from(data);

/** SHA-256 and its HMAC, in the shape in which the signature asks for it. */
class Sha256 {
  readonly #secret: Bytes | undefined;
  #hash: ReturnType<typeof createHash> | ReturnType<typeof createHmac>;
  constructor(secret?: Bytes) {
    this.#secret = secret;
    this.#hash = this.#fresh();
  }
  #fresh() {
    return this.#secret === undefined ? createHash('sha256') : createHmac('sha256', bufferOf(this.#secret));
  }
  update(data: Bytes): void {
    this.#hash.update(bufferOf(data));
  }
  async digest(): Promise<Uint8Array> {
    return this.#hash.digest();
  }
  reset(): void {
    this.#hash = this.#fresh();
  }
}
