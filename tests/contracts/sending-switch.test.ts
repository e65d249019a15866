import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SESClient } from '@aws-sdk/client-ses';
import { Temporal } from 'temporal-polyfill';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { sesMailer } from '#adapters/ses/mailer';
import { sesSendingSwitch } from '#adapters/ses/sending-switch';
import { LOCAL_AWS } from '#local/emulators/dynamo-emulator';
import { folderSendingSwitch } from '#local/ses/sending-switch';
import { startSesStandIn } from '#local/ses/stand-in';
import type { SendingSwitch } from '#ports';
import { localAws } from '#tests/adapters/aws-environment';

const SET = 'newsroom';

/** Returns the outcome of one mail at a stand-in for SES that is newly started on the folder. */
async function outcome(folder: string, turn?: (endpoint: string) => Promise<void>): Promise<string> {
  const ses = await startSesStandIn({ folder, now: () => Temporal.Instant.from('2019-09-19T07:30:00Z') });
  localAws('SES', ses.url);
  try {
    await turn?.(ses.url);
    const mailer = sesMailer({ configurationSet: SET });
    const message = new TextEncoder().encode('From: us@example.org\r\nSubject: s\r\n\r\nx');
    const tag = { kind: 'delivery', at: { publication: 'alert-a', chunk: 0, group: 0 }, subscriber: 'ab12', attempt: 1, nonce: 'n' };
    const { kind } = await mailer.send({ to: 'a@example.org', message, tag: tag as Parameters<typeof mailer.send>[0]['tag'] });
    mailer.dropIdleSockets();
    return kind;
  } finally {
    vi.unstubAllEnvs();
    // The test removes the folder at its end: no write may be under way then.
    await ses.idle();
    await ses.stop();
  }
}

describe.each<[string, (folder: string, endpoint: string) => SendingSwitch]>([
  ['at SES', (_, endpoint) => sesSendingSwitch(new SESClient({ endpoint, ...LOCAL_AWS }), SET)],
  ['in the folder of a newsroom that is closed', (folder) => folderSendingSwitch(folder, SET)],
])('the sending switch %s', (name, open) => {
  const turned = async (folder: string, which: keyof SendingSwitch): Promise<string> => {
    // The switch at SES calls a running stand-in; the one in the folder writes what the next stand-in reads.
    if (name === 'at SES') return outcome(folder, (endpoint) => open(folder, endpoint)[which]());
    await open(folder, '')[which]();
    return outcome(folder);
  };

  test('the sending switch refuses each mail with certainty while it is off, also after a restart, until it is on again', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'newsroom-switch-'));
    onTestFinished(() => rm(folder, { recursive: true }));
    expect(await outcome(folder)).toBe('accepted');
    expect(await turned(folder, 'off')).toBe('stopped');
    expect(await turned(folder, 'off')).toBe('stopped');
    expect(await outcome(folder)).toBe('stopped');
    expect(await turned(folder, 'on')).toBe('accepted');
    expect(await outcome(folder)).toBe('accepted');
  });
});
