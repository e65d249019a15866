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
  /** Takes each event as SES would hand it to its destination. Only mails with a configuration set give events. */
  publish?(event: object): Promise<void>;
  /** Asked once for each call; `count` is 1 for the first. */
  faults?(call: { action: string; count: number }): SesFault;
};

export type SesStandIn = {
  url: string;
  mails(): Promise<MailRow[]>;
  /** The bytes as they were given to `SendRawEmail`. */
  raw(id: string): Promise<Buffer | undefined>;
  /** Resolves when every event so far has been published. @throws what publishing threw. */
  idle(): Promise<void>;
  stop(): Promise<void>;
};

/** Events on their way before a mail waits for some to be taken: memory stays flat when the sender is faster than its queue. */
const EVENTS_UNDERWAY = 200;

/**
 * SES on this machine, for the calls that the newsroom makes: the query protocol of its version 1, with its refusals,
 * limits, pauses, simulator addresses and events. It wants a signature and does not check it.
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
    // As the archive on AWS: what it keeps says nothing of who the reader is.
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

  // SES itself does not die with us: what it took before this process was killed is still told.
  for await (const { id, events } of unreportedEvents(mailbox)) publish(id, events);

  const server = await listenOnLoopback((request, response) => {
    // Whatever breaks in here is the stand-in's own fault; the caller sees what it would see of a broken SES.
    serve(request, response).catch(() => misbehave('500', response));
  });
  const idle = async (): Promise<void> => {
    while (underway.size > 0) await Promise.all(underway);
    if (failures.length > 0) throw failures[0];
  };
  return { url: server.url, mails: mailbox.rows, raw: mailbox.raw, idle, stop: server.stop };
}

/** What is inside the result element of an answer, or an error. */
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
