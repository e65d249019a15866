// A queue with one message for each reader, and a worker: what many build on AWS. It queues ten messages in a call, and gets ten at a time.
import { SESClient, SendRawEmailCommand } from '@aws-sdk/client-ses';
import { SendMessageBatchCommand, SQSClient } from '@aws-sdk/client-sqs';
import { environmentNames } from '#config';
import { naiveMail } from './naive-mail.ts';
import { configurationSet, inLanes, sendNaively, template } from './naive-sending.ts';
import type { Reader } from './week.ts';

/** Readers to queue, or the messages of some. */
export type QueuedEvent = { publication: string; readers: Reader[] } | { Records: { body: string }[] };

const AT_ONCE = 10;
const ses = new SESClient({});
const sqs = new SQSClient({});
const QueueUrl = process.env[environmentNames.queueSend];

export async function handler(event: QueuedEvent): Promise<void> {
  if ('readers' in event) return enqueue(event);
  const messages = event.Records.map(({ body }): Reader & { publication: string } => JSON.parse(body));
  const [first] = messages;
  if (!first) return;
  await inLanes(messages, AT_ONCE, (reader) =>
    sendNaively(first.publication, reader, async (personal) => {
      const raw = { Destinations: [personal.address], RawMessage: { Data: naiveMail(template, personal) } };
      return (await ses.send(new SendRawEmailCommand({ ...raw, ConfigurationSetName: configurationSet }))).MessageId ?? '';
    }),
  );
}

async function enqueue({ publication, readers }: { publication: string; readers: Reader[] }): Promise<void> {
  for (let start = 0; start < readers.length; start += AT_ONCE) {
    const some = readers.slice(start, start + AT_ONCE);
    const Entries = some.map((reader, i) => ({ Id: String(i), MessageBody: JSON.stringify({ ...reader, publication }) }));
    await sqs.send(new SendMessageBatchCommand({ QueueUrl, Entries }));
  }
}
