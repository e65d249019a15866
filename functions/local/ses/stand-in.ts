import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { decodeWords } from 'postal-mime';
import { anonymousSesEvent } from '#core/delivery/anonymous-ses-event';
import { SesAccount, type SesAccountOptions, type SesOff } from '#local/ses/account';
import { errorXml, misbehave, readFault, type SesFault } from '#local/ses/fault';
import { folderMailbox, type MailRow, memoryMailbox } from '#local/ses/mailbox';
import { headerOf } from '#local/ses/message';
import { type RawSend, readRawSend, type SesError } from '#local/ses/refusal';
import { readOff, writeOff } from '#local/ses/sending-switch';
import { eventsOf } from '#local/ses/simulator-addresses';
import { unreportedEvents } from '#local/ses/unreported-events';
import { bodyOf, listenOnLoopback } from '#local/stand-ins/loopback';

export type SesStandInOptions = SesAccountOptions & {
  /** Where mails are kept between starts; without it they live in memory. */
  folder?: string;
  /** Called with each event as SES publishes it. Only mails with a configuration set have events. */
  publish?(event: object): Promise<void>;
  /** Called once for each request; `count` is 1 for the first. */
  faults?(call: { action: string; count: number }): SesFault;
};

export type SesStandIn = {
  url: string;
  mails(): Promise<MailRow[]>;
  /** The bytes as they were given to `SendRawEmail`. */
  raw(id: string): Promise<Buffer | undefined>;
  /** Resolves when every event so far is published. @throws what publishing threw. */
  idle(): Promise<void>;
  stop(): Promise<void>;
};

/** With the events of this many mails under way, the next mail waits: memory stays flat when the sender is faster than the queue. */
const EVENTS_UNDERWAY = 200;

/**
 * Starts a stand-in for the SES calls that the newsroom makes: the query protocol of version 1, with its refusals, limits, pauses,
 * simulator addresses and events. It requires a signature but does not verify it.
 */
export async function startSesStandIn(options: SesStandInOptions): Promise<SesStandIn> {
  const mailbox = options.folder === undefined ? memoryMailbox() : await folderMailbox(options.folder);
  const { folder } = options;
  const kept = folder === undefined ? {} : { off: readOff(folder), switched: (off: SesOff) => writeOff(folder, off) };
  const account = new SesAccount({ ...options, ...kept });
  const underway = new Set<Promise<void>>();
  const failures: unknown[] = [];
  let calls = 0;

  const publish = (id: string, events: object[]): void => {
    const reported = report(events)
      .then(() => mailbox.recordReported(id))
      .catch((error: unknown) => void failures.push(error))
      .finally(() => underway.delete(reported));
    underway.add(reported);
  };
  const report = async (events: object[]): Promise<void> => {
    // As on AWS, the event archive does not identify the reader.
    for (const event of events) await mailbox.archiveEvent(anonymousSesEvent(JSON.stringify(event)));
    for (const event of events) await options.publish?.(event);
  };

  const accept = async (send: RawSend): Promise<string> => {
    const at = options.now();
    const id = `010b${at.epochMilliseconds.toString(16).padStart(12, '0')}-${randomUUID()}-000000`;
    const subject = decodeWords(headerOf(send.headers, 'subject') ?? '');
    const publication = send.tags.i === undefined ? {} : { publication: send.tags.i };
    const { destinations, tags, raw, configurationSet } = send;
    const set = configurationSet === undefined ? {} : { configurationSet };
    await mailbox.add({ id, at: at.toString(), to: destinations, subject, tags, ...publication, ...set }, raw);
    while (underway.size >= EVENTS_UNDERWAY) await Promise.race(underway);
    if (configurationSet !== undefined) publish(id, eventsOf(send, id, at));
    return id;
  };

  const perform = async (action: string, parameters: URLSearchParams): Promise<SesAnswer> => {
    const enabled = parameters.get('Enabled') === 'true';
    switch (action) {
      case 'SendRawEmail': {
        const send = readRawSend(parameters);
        return account.admit(send) ?? { xml: `<MessageId>${await accept(send)}</MessageId>` };
      }
      case 'GetSendQuota': {
        const { perDay, perSecond, sent } = account.quota();
        return {
          xml: `<Max24HourSend>${perDay}</Max24HourSend><MaxSendRate>${perSecond}</MaxSendRate><SentLast24Hours>${sent}</SentLast24Hours>`,
        };
      }
      case 'GetAccountSendingEnabled':
        return { xml: `<Enabled>${account.enabled}</Enabled>` };
      case 'UpdateAccountSendingEnabled':
        account.switchAccount(enabled);
        return { xml: '' };
      case 'UpdateConfigurationSetSendingEnabled':
        return account.switchSet(parameters.get('ConfigurationSetName') ?? '', enabled) ?? { xml: '' };
      default:
        return { status: 400, code: 'InvalidAction', message: `Could not find operation ${action} for version 2010-12-01` };
    }
  };

  const serve = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const parameters = new URLSearchParams((await bodyOf(request)).toString('latin1'));
    const action = parameters.get('Action') ?? '';
    if (!request.headers.authorization?.startsWith('AWS4-HMAC-SHA256 ')) return answer(response, action, unsigned);
    calls += 1;
    const { carriedOut, refusal, trouble } = readFault(options.faults?.({ action, count: calls }) ?? 'none');
    const result = refusal ?? (carriedOut ? await perform(action, parameters) : { xml: '' });
    if (trouble) misbehave(trouble, response);
    else answer(response, action, result);
  };

  // SES itself would still publish the events of mails that it accepted before this process was killed.
  for await (const { id, events } of unreportedEvents(mailbox)) publish(id, events);

  const server = await listenOnLoopback((request, response) => {
    // A bug in the stand-in looks to the caller like a broken SES.
    serve(request, response).catch(() => misbehave('500', response));
  });
  const idle = async (): Promise<void> => {
    while (underway.size > 0) await Promise.all(underway);
    if (failures.length > 0) throw failures[0];
  };
  return { url: server.url, mails: mailbox.rows, raw: mailbox.raw, idle, stop: server.stop };
}

/** The XML inside the result element of a response, or an error. */
type SesAnswer = { xml: string } | SesError;

const unsigned: SesError = { status: 403, code: 'MissingAuthenticationToken', message: 'Missing Authentication Token' };

function answer(response: ServerResponse, action: string, result: SesAnswer): void {
  response.setHeader('content-type', 'text/xml');
  if ('xml' in result) {
    const metadata = '<ResponseMetadata><RequestId>00000000-0000-4000-8000-000000000000</RequestId></ResponseMetadata>';
    const body = `<${action}Result>${result.xml}</${action}Result>${metadata}`;
    response.end(`<${action}Response xmlns="http://ses.amazonaws.com/doc/2010-12-01/">${body}</${action}Response>`);
  } else {
    response.writeHead(result.status).end(errorXml(result));
  }
}
