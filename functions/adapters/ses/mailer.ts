import { GetSendQuotaCommand, SESClient } from '@aws-sdk/client-ses';
import { openAgents } from '#adapters/aws/post-once';
import { sendByOwnRequest, sendBySdk } from '#adapters/ses/send-raw-email';
import { unlogged } from '#adapters/unlogged';
import { tagValues } from '#core/delivery/mail-tag';
import { type MailFailure, mailOutcome } from '#core/delivery/ses-outcome';
import { wholeMessage } from '#core/mime/mail-message';
import type { Mailer } from '#ports';

/**
 * Sends through SES. Each `send` makes at most one request, because SES has no idempotency token: the SDK's default of three attempts
 * would mail a reader three times when a connection breaks.
 */
export type SesMailer = Mailer & {
  /**
   * Call it at the start of each invocation. When some seconds have passed since the last call, it drops the idle sockets: those of a
   * Lambda that was frozen are dead, and a mail on one would end as `unknown`.
   */
  wake(): void;
  dropIdleSockets(): void;
};

/** Servers keep an idle socket for longer. The next chunk comes within milliseconds, and opening a socket costs as much as a mail. */
const SOCKETS_KEPT_MS = 2_000;

/** AWS changes an account's rate only a few times in its life. */
const RATE_KEPT_MS = 60_000;

/**
 * Opens the mailer. `domain`: the one that it may send from. `timeoutMs`: how long one call may take from beginning to end.
 * `socketsKeptMs`: how long an idle socket is kept. `callsBy`: `sdk` makes the SDK send each mail, instead of a cheaper request of ours
 * that is the same.
 */
export function sesMailer({
  configurationSet,
  domain,
  timeoutMs = 10_000,
  socketsKeptMs = SOCKETS_KEPT_MS,
  callsBy,
}: {
  configurationSet: string;
  domain?: string | undefined;
  timeoutMs?: number;
  socketsKeptMs?: number;
  callsBy?: 'sdk' | undefined;
}): SesMailer {
  // The timeout closes each socket that has been idle for so long, also while others are in use.
  const agents = openAgents({ timeout: socketsKeptMs });
  const client = unlogged(
    new SESClient({
      maxAttempts: 1,
      requestHandler: { ...agents, connectionTimeout: Math.min(3_000, timeoutMs), requestTimeout: timeoutMs, throwOnRequestTimeout: true },
    }),
  );
  const limits = { connectMs: Math.min(3_000, timeoutMs), silenceMs: timeoutMs, timeoutMs };
  const sendRawEmail = callsBy === 'sdk' ? sendBySdk(client, limits) : sendByOwnRequest(client, agents, limits);
  // By two clocks: while a Lambda is frozen, its stopwatch may stand still.
  const clocks = () => [performance.now(), Date.now()] as const;
  let used = clocks();
  let rate: { perSecond: number | undefined; readAtMs: number } | undefined;
  return {
    async send({ to, message, tag }) {
      try {
        const receipt = await sendRawEmail({ to, message, configurationSet, tags: tagValues(tag) });
        if (!receipt) return { kind: 'unknown', why: 'SES answered without a message id.' };
        return { kind: 'accepted', receipt };
      } catch (error) {
        const outcome = mailOutcome({ ...failureOf(error), from: senderOf(wholeMessage(message)), domain });
        // The account may send less than we knew.
        if (outcome.kind === 'try-later') rate = undefined;
        return outcome;
      } finally {
        used = clocks();
      }
    },
    async perSecond() {
      if (rate && performance.now() - rate.readAtMs < RATE_KEPT_MS) return rate.perSecond;
      const { MaxSendRate } = await client.send(new GetSendQuotaCommand({}), { abortSignal: AbortSignal.timeout(timeoutMs) });
      rate = { perSecond: MaxSendRate, readAtMs: performance.now() };
      return MaxSendRate;
    },
    wake() {
      const [elapsed, now] = clocks();
      if (Math.max(elapsed - used[0], now - used[1]) > socketsKeptMs) this.dropIdleSockets();
    },
    dropIdleSockets() {
      for (const agent of Object.values(agents)) {
        for (const sockets of Object.values(agent.freeSockets)) for (const socket of sockets ?? []) socket.destroy();
      }
    },
  };
}

/** Returns the address in the `From` of a message of ours. */
function senderOf(message: Uint8Array): string | undefined {
  const head = new TextDecoder().decode(message.subarray(0, 16_384)).split(/\r?\n\r?\n/)[0] ?? '';
  const from = /^From:((?:.|\r?\n[ \t])*)$/im.exec(head)?.[1];
  return from && /([^\s<>"]+@[^\s<>"]+)>?\s*$/.exec(from)?.[1];
}

/** Reads what core needs from an error of the SDK. */
function failureOf(error: unknown): MailFailure {
  if (!(error instanceof Error)) return { name: 'Error', message: String(error) };
  const { name, message } = error;
  const { code, $metadata, $fault } = error as { code?: unknown; $metadata?: { httpStatusCode?: number }; $fault?: unknown };
  // Without `$fault` the response was not readable as one of AWS's, so its status proves nothing.
  const status = $fault === undefined ? undefined : $metadata?.httpStatusCode;
  return { name, message, status, code: typeof code === 'string' ? code : undefined };
}
