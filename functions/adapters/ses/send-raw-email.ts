import { hash } from 'node:crypto';
import type { Agent as HttpAgent } from 'node:http';
import type { Agent as HttpsAgent } from 'node:https';
import { type SESClient, SendRawEmailCommand } from '@aws-sdk/client-ses';
import { type Answer, postOnce, type Server } from '#adapters/ses/post-once';
import { type RawEmail, rawEmailBody } from '#adapters/ses/raw-email-body';
import { openSignature, type Sign } from '#adapters/ses/signature';
import { wholeMessage } from '#core/mime/mail-message';

type Limits = { connectMs: number; timeoutMs: number };
type Agents = { httpAgent: HttpAgent; httpsAgent: HttpsAgent };
/** A request as the SDK hands it to the network. */
type SdkRequest = { protocol: string; hostname: string; port?: number; path: string; headers: Record<string, string>; body: string };
/** How our own requests are made, as the SDK's are: to which server, under which name, and signed for what. */
type Way = { server: Server; host: string; sign: Sign };

/** Sends one mail by one request. Returns SES's receipt; undefined when the answer has none. @throws the SDK's errors, and the system's. */
export type SendRawEmail = (mail: RawEmail) => Promise<string | undefined>;

/** Sends by the SDK alone. */
export function sendBySdk(client: SESClient, { timeoutMs }: Limits): SendRawEmail {
  // The SDK's timeouts cover connecting and silence. Only this one ends a response that arrives byte by byte.
  return async (mail) => (await client.send(commandOf(mail), { abortSignal: AbortSignal.timeout(timeoutMs) })).MessageId;
}

/**
 * Sends by a request of our own, which costs a fifth of the SDK's CPU. The SDK says where to and signed for what, gives the credentials,
 * and reads each answer that is not plainly a receipt. If its own request for a mail is not the same as ours, it sends all mails itself.
 */
export function sendByOwnRequest(client: SESClient, agents: Agents, limits: Limits): SendRawEmail {
  let way: Promise<Way | undefined> | undefined;
  const bySdk = sendBySdk(client, limits);
  return async (mail) => {
    way ??= findWay(client, agents);
    const found = await way.catch((error) => {
      // Another call may find credentials.
      way = undefined;
      throw error;
    });
    if (!found) return bySdk(mail);
    const request = ownRequest(found, mail, await client.config.credentials(), new Date(Date.now() + client.config.systemClockOffset));
    const answer = await postOnce(found.server, request, limits);
    const receipt = answer.statusCode === 200 ? receiptOf(answer.body) : undefined;
    if (receipt === undefined) return (await throughSdk(client, commandOf(mail), answer)).receipt;
    // As the SDK does after each answer, so that a wrong clock of ours is corrected before SES refuses it.
    if (answer.headers.date !== undefined && answer.headers.age === undefined) {
      const serverMs = Date.parse(answer.headers.date);
      if (!Number.isNaN(serverMs)) client.config.systemClockOffset = serverMs - Date.now();
    }
    return receipt;
  };
}

/** The request of one mail. It lacks what the SDK tells of itself in headers. */
export function ownRequest(
  { host, sign }: Pick<Way, 'host' | 'sign'>,
  mail: RawEmail,
  credentials: { accessKeyId: string; secretAccessKey: string; sessionToken?: string | undefined },
  at: Date,
): { headers: Record<string, string>; body: Buffer } {
  const body = rawEmailBody(mail);
  const bodyHash = hash('sha256', body);
  const headers: Record<string, string> = {
    'content-type': 'application/x-www-form-urlencoded',
    'content-length': String(body.length),
    host,
    'x-amz-date': at.toISOString().replace(/[:-]|\.\d{3}/g, ''),
    ...(credentials.sessionToken === undefined ? {} : { 'x-amz-security-token': credentials.sessionToken }),
    'x-amz-content-sha256': bodyHash,
  };
  headers.authorization = sign(headers, bodyHash, credentials);
  return { headers, body };
}

/** A mail with each kind of character that one of the encodings changes. */
const SAMPLE: RawEmail = {
  to: "o'brien+(a)*!~@example.org",
  message: { literals: [Buffer.from('Subject: ~~?>~~?\r\nTo: '), Buffer.from('\r\n\r\nÿû~>?')], values: ['a@b.org'] },
  configurationSet: 'a-b_c',
  tags: { i: 'digest', c: '0', g: '1', r: 'a_b-c', a: '1', n: 'n' },
};

/** Asks the SDK for its request of a sample, without sending it. Undefined when ours is another one. */
async function findWay(client: SESClient, agents: Agents): Promise<Way | undefined> {
  const { request } = await throughSdk(client, commandOf(SAMPLE), {
    statusCode: 200,
    headers: {},
    body: Buffer.from('<SendRawEmailResponse><SendRawEmailResult><MessageId>none</MessageId></SendRawEmailResult></SendRawEmailResponse>'),
  });
  const { authorization = '', host = '', ...headers } = request.headers;
  const [, region, service, names = ''] = /\/([^/]+)\/([^/]+)\/aws4_request, SignedHeaders=([^,]+)/.exec(authorization) ?? [];
  const { protocol, hostname, port, path, body } = request;
  if (region === undefined || service === undefined || path !== '/') return undefined;
  const sign = openSignature({ region, service });
  const signed = Object.fromEntries(names.split(';').map((name) => [name, name === 'host' ? host : (headers[name] ?? '')]));
  const again = sign(signed, hash('sha256', body), await client.config.credentials());
  if (again !== authorization || !rawEmailBody(SAMPLE).equals(Buffer.from(body))) {
    console.warn('Mails are sent by the AWS SDK alone: its request is not the one that we make ourselves.');
    return undefined;
  }
  return { server: { protocol, hostname: hostname.replace(/^\[|\]$/g, ''), port, ...agents }, host, sign };
}

/** Lets the SDK make its request of a command and read `answer` as the one to it, without the network. */
async function throughSdk(
  client: SESClient,
  command: SendRawEmailCommand,
  answer: Answer,
): Promise<{ request: SdkRequest; receipt: string | undefined }> {
  let request: unknown;
  command.middlewareStack.add(
    () => async (args) => {
      request = args.request;
      return { response: answer };
    },
    // The innermost step, where the network would be.
    { step: 'deserialize', priority: 'low', name: 'withoutNetwork' },
  );
  const { MessageId } = await client.send(command);
  return { request: request as SdkRequest, receipt: MessageId };
}

function commandOf({ to, message, configurationSet, tags }: RawEmail): SendRawEmailCommand {
  return new SendRawEmailCommand({
    Destinations: [to],
    RawMessage: { Data: wholeMessage(message) },
    ConfigurationSetName: configurationSet,
    Tags: Object.entries(tags).map(([Name, Value]) => ({ Name, Value })),
  });
}

const RECEIPT =
  /^(?:<\?xml[^<>]*\?>)?\s*<SendRawEmailResponse(?: xmlns="[^"<>]*")?>\s*<SendRawEmailResult>\s*<MessageId>([\w-]+)<\/MessageId>\s*<\/SendRawEmailResult>\s*(?:<ResponseMetadata>\s*<RequestId>[\w-]*<\/RequestId>\s*<\/ResponseMetadata>\s*)?<\/SendRawEmailResponse>\s*$/;

/** The receipt in the answer that SES gives to an accepted mail; undefined for each other document, which the SDK reads. */
function receiptOf(body: Buffer): string | undefined {
  return RECEIPT.exec(body.toString('latin1'))?.[1];
}
