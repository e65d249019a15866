// The process of all stand-ins: DynamoDB, SQS, S3, Secrets Manager and SES, on loopback.

import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { S3Client } from '@aws-sdk/client-s3';
import { Temporal } from 'temporal-polyfill';
import { openTokens } from '#adapters/identity/tokens';
import { environmentNames } from '#config';
import { syncBothWays } from '#local/content/folder-and-desk';
import { emptyTable, LOCAL_AWS } from '#local/emulators/dynamo-emulator';
import { startEmulators } from '#local/emulators/emulators';
import { localSecrets } from '#local/newsroom/local-secrets';
import { startSesStandIn } from '#local/ses/stand-in';
import { startSecretsStandIn } from '#local/stand-ins/secrets';
import type { Calls } from './calls.ts';
import { checkMails, type Expected } from './check-mails.ts';
import { answerParent } from './child.ts';
import { farAway } from './far-away.ts';
import { takeSendEmail } from './raw-send-email.ts';
import { certificateIn } from './tls.ts';
import { DUE } from './week.ts';

const [, , folder = ''] = process.argv;
const mailFolder = join(folder, 'ses');
const secrets = await localSecrets(join(folder, 'secrets.json'));
const { verify, idOf } = openTokens(secrets['newsroom/tokens']);
const emulators = await startEmulators();
const secretsServer = await startSecretsStandIn(secrets);
const tls = await certificateIn(folder);
const actions: Calls = {};
const events: string[] = [];
let keepsEvents = false;
const ses = await startSesStandIn({
  now: () => DUE,
  folder: mailFolder,
  limits: { perSecond: 1_000_000, perDay: 100_000_000 },
  faults: ({ action }) => {
    actions[action] = (actions[action] ?? 0) + 1;
    return 'none';
  },
  publish: async (event) => void (keepsEvents && events.push(JSON.stringify(event))),
});
let seen = 0;

answerParent({
  open: async ({ content, rules }: { content: string; rules: string }) => {
    const s3 = new S3Client({ endpoint: emulators.fauxqsUrl, ...LOCAL_AWS, forcePathStyle: true });
    await syncBothWays(s3, emulators.bucket, content, rules);
    return {
      ...emulators.environment,
      AWS_ENDPOINT_URL_SES: ses.url,
      AWS_ENDPOINT_URL_SECRETS_MANAGER: secretsServer.url,
      [environmentNames.configurationSet]: 'newsroom-bench',
      [environmentNames.secretX]: 'newsroom/x',
      [environmentNames.secretTokens]: 'newsroom/tokens',
    };
  },
  /** Empties publications and ledger, so that nothing is planned or sent yet. The subscribers stay. */
  begin: async (options: { keepEvents: boolean }) => {
    keepsEvents = options.keepEvents;
    events.length = 0;
    for (const name of Object.keys(actions)) delete actions[name];
    for (const name of [environmentNames.tablePublications, environmentNames.tableLedger])
      await emptyTable(emulators.dynamoUrl, emulators.environment[name] ?? '');
  },
  /** The endpoints of SES and DynamoDB behind TLS and a delay. */
  far: async ({ sesMs, dynamoMs }: { sesMs: number; dynamoMs: number }) => ({
    AWS_ENDPOINT_URL_SES: await farAway(ses.url, sesMs, tls),
    AWS_ENDPOINT_URL_SESV2: await farAway(await takeSendEmail(ses.url), sesMs, tls),
    AWS_ENDPOINT_URL_DYNAMODB: await farAway(emulators.dynamoUrl, dynamoMs, tls),
    NODE_EXTRA_CA_CERTS: tls.file,
  }),
  actions: () => actions,
  events: () => events,
  /** Checks every mail since the last check, and deletes them. */
  check: async (expected: Expected) => {
    const rows = (await ses.mails()).slice(seen);
    seen += rows.length;
    const problems = await checkMails(
      rows,
      ses.raw,
      expected,
      (token) => verify('unsubscribe', token, Temporal.Instant.fromEpochMilliseconds(0))?.subscriber,
      idOf,
    );
    await Promise.all(rows.map(({ id }) => rm(join(mailFolder, `${id}.eml`))));
    return { mails: rows.length, problems };
  },
});
