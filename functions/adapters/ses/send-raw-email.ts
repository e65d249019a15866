import { type SESClient, SendRawEmailCommand } from '@aws-sdk/client-ses';
import { atNetwork, type SdkRequest } from '#adapters/aws/at-network';
import { heedDate, ownRequest, type Way, wayOf } from '#adapters/aws/own-request';
import { type Agents, type Answer, type Limits, postOnce } from '#adapters/aws/post-once';
import { type RawEmail, rawEmailBody } from '#adapters/ses/raw-email-body';
import { wholeMessage } from '#core/mime/mail-message';

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
    const at = new Date(Date.now() + client.config.systemClockOffset);
    const request = ownRequest(found, formOf(mail), await client.config.credentials(), at);
    const answer = await postOnce(found.server, request, limits);
    const receipt = answer.statusCode === 200 ? receiptOf(answer.body) : undefined;
    if (receipt === undefined) return (await throughSdk(client, commandOf(mail), answer)).receipt;
    heedDate(client.config, answer);
    return receipt;
  };
}

/** The form by which SES is asked to send one mail. */
export function formOf(mail: RawEmail): { headers: Record<string, string>; body: Buffer } {
  return { headers: { 'content-type': 'application/x-www-form-urlencoded' }, body: rawEmailBody(mail) };
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
  const way = wayOf(request, await client.config.credentials(), agents);
  if (way && rawEmailBody(SAMPLE).equals(request.body)) return way;
  console.warn('Mails are sent by the AWS SDK alone: its request is not the one that we make ourselves.');
  return undefined;
}

/** Lets the SDK make its request of a command and read `answer` as the one to it, without the network. */
async function throughSdk(
  client: SESClient,
  command: SendRawEmailCommand,
  answer: Answer,
): Promise<{ request: SdkRequest; receipt: string | undefined }> {
  let request: SdkRequest | undefined;
  atNetwork(command, (made) => {
    request = made;
    return answer;
  });
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
