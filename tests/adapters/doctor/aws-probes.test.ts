import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { awsProbes } from '#adapters/doctor/aws-probes';
import type { Config, DoctorConfig } from '#config';
import { dnsRecords } from '#core/dns/dns-records';
import type { Findings } from '#core/doctor/findings';
import { judge } from '#core/doctor/judge';
import { startXStandIn } from '#local/social/x-stand-in';
import { startOidcStandIn } from '#local/stand-ins/oidc';
import { openUserPool } from '#local/stand-ins/user-pool';
import { told } from '#tests/core/dns/samples';
import { found, NOW } from '#tests/core/doctor/samples';
import { type Answers, ENDPOINTS, HEALTHY, startAws } from './aws-stand-in.ts';
import { startNameServer, type Zone } from './name-server.ts';

const X_KEYS = { appKey: 'a', appSecret: 'b', accessToken: '1-c', accessSecret: 'd' };
const now = () => NOW.toInstant();

let answers: Answers;
let aws: Awaited<ReturnType<typeof startAws>>;
let names: Awaited<ReturnType<typeof startNameServer>>;
let x: Awaited<ReturnType<typeof startXStandIn>>;
let issuer: Awaited<ReturnType<typeof startOidcStandIn>>;
const zone: Zone = new Map(dnsRecords(told).map(({ type, name, value }) => [`${type} ${name}`, [value]]));

beforeAll(async () => {
  answers = { ...HEALTHY };
  aws = await startAws(new Proxy({}, { get: (_, name) => answers[String(name)] }));
  names = await startNameServer(zone);
  x = await startXStandIn({ keys: X_KEYS, now, handle: 'sample' });
  issuer = await startOidcStandIn({
    now,
    client: 'desk',
    site: 'https://www.news.example.org',
    pool: openUserPool({ first: ['ada@example.org', 'ben@example.org'] }),
  });
  for (const name of ENDPOINTS) vi.stubEnv(name, aws.url);
  const environment = { AWS_REGION: 'eu-west-2', AWS_ACCESS_KEY_ID: 'a', AWS_SECRET_ACCESS_KEY: 'b', NO_PROXY: '*' };
  for (const [name, value] of Object.entries(environment)) vi.stubEnv(name, value);
});
afterAll(async () => {
  await Promise.all([aws.stop(), names.stop(), x.stop(), issuer.stop()]);
  vi.unstubAllEnvs();
});

const tables = {
  publications: 'publications',
  ledger: 'ledger',
  subscribers: 'subscribers',
  suppressions: 'suppressions',
  switches: 'switches',
  desk: 'desk',
};

function probes() {
  const config: Config = {
    stage: 'aws',
    tables,
    queues: { send: '', post: '' },
    ...{ contentBucket: '', eventArchiveBucket: '', importBucket: '' },
    configurationSet: 'set',
    deployed: { domain: 'news.example.org', site: 'https://www.news.example.org' },
    secrets: { x: 'x', tokens: 'tokens' },
    xLoopbackPort: x.port,
    signIn: issuer.config,
  };
  const queue = (name: string) => `${aws.url}/123456789012/${name}`;
  const doctor: DoctorConfig = {
    region: 'eu-west-2',
    siteHost: 'www.news.example.org',
    siteTarget: told.siteTarget ?? '',
    dkim: [...(told.dkim ?? [])],
    certificateArn: 'arn:aws:acm:us-east-1:123456789012:certificate/0000',
    alarmTopic: 'arn:aws:sns:eu-west-2:123456789012:alarms',
    ruleSet: 'newsroom-rules',
    deadLetters: { send: queue('send'), post: queue('post'), events: queue('events'), unsubscribe: queue('unsubscribe') },
    nameServers: [names.address],
  };
  return awsProbes(config, doctor);
}

/** Looks, while AWS answers like this, and returns the states of these things. */
async function states(changed: Answers, ...ids: string[]): Promise<string[]> {
  answers = { ...HEALTHY, ...changed };
  const outside = await probes().look();
  const verdicts = judge({ ...(await found('healthy')), ...outside } satisfies Findings, NOW);
  return ids.map((id) => verdicts.find((one) => one.id === id)?.state ?? 'none');
}

describe('the doctor at AWS', () => {
  test('in a healthy account everything is found by real calls, and all but the credit of X, Bluesky and the open internet is in order', async () => {
    answers = { ...HEALTHY };
    const outside = await probes().look();
    const verdicts = judge({ ...(await found('healthy')), ...outside }, NOW);
    // The website of the sample is not on this machine; of DMARC the sample has the policy of the first month.
    const others = verdicts.filter(({ state }) => state !== 'in-order').map(({ id, state }) => `${id} ${state}`);
    expect(others.filter((one) => !one.startsWith('site-opens'))).toEqual([
      'dmarc better',
      'x-access unknown',
      'x-credit unknown',
      'bluesky not-asked',
    ]);
    expect(new Set(aws.asked)).toEqual(new Set(Object.keys(HEALTHY)));
  });

  test.each<[string, Answers, string[]]>([
    ['the sandbox', { GetAccount: { ...(HEALTHY.GetAccount as object), ProductionAccessEnabled: false } }, ['ses-production']],
    ['a stopped account', { GetAccount: { ...(HEALTHY.GetAccount as object), SendingEnabled: false } }, ['ses-account']],
    [
      'a domain that is not verified',
      { GetEmailIdentity: { VerifiedForSendingStatus: false, DkimAttributes: { Status: 'PENDING' } } },
      ['ses-domain', 'ses-signature'],
    ],
    ['sending that is switched off', { GetConfigurationSet: { SendingOptions: { SendingEnabled: false } } }, ['ses-configuration']],
    [
      'events that go to the archive alone',
      { GetConfigurationSetEventDestinations: { EventDestinations: [{ Name: 'a', Enabled: true, MatchingEventTypes: ['SEND'] }] } },
      ['ses-configuration'],
    ],
    ['no active receipt rules', { DescribeActiveReceiptRuleSet: '' }, ['ses-rules']],
    [
      'a certificate that waits',
      { DescribeCertificate: { Certificate: { Status: 'PENDING_VALIDATION', DomainName: 'www.news.example.org' } } },
      ['site-certificate'],
    ],
    [
      'alarms that nobody has confirmed',
      {
        ListSubscriptionsByTopic: '<Subscriptions><member><SubscriptionArn>PendingConfirmation</SubscriptionArn></member></Subscriptions>',
      },
      ['alarms'],
    ],
    [
      'messages in the dead letters',
      { GetQueueAttributes: { Attributes: { ApproximateNumberOfMessages: '2' } } },
      ['letters-send', 'letters-unsubscribe'],
    ],
    [
      'a table that was restored',
      {
        DescribeContinuousBackups: {
          ContinuousBackupsDescription: {
            ContinuousBackupsStatus: 'ENABLED',
            PointInTimeRecoveryDescription: { PointInTimeRecoveryStatus: 'DISABLED' },
          },
        },
      },
      ['table-ledger'],
    ],
    ['a placeholder in the secret of tokens', { DescribeSecret: { VersionIdsToStages: { a: ['AWSCURRENT'] } } }, ['tokens']],
    ['a placeholder in the secret of social accounts', { GetSecretValue: { SecretString: 'zj3!placeholder' } }, ['social-keys']],
    ['half of the keys of X', { GetSecretValue: { SecretString: '{"appKey":"a","appSecret":""}' } }, ['social-keys']],
    ['keys that X does not know', { GetSecretValue: { SecretString: JSON.stringify({ ...X_KEYS, accessSecret: 'other' }) } }, ['x-keys']],
  ])('the doctor sees %s', async (_, changed, ids) => {
    expect(await states(changed, ...ids)).toEqual(ids.map(() => 'wrong'));
  });

  test('what AWS does not let the doctor ask is not known, and spoils nothing else', async () => {
    const denied = Object.fromEntries(Object.keys(HEALTHY).map((name) => [name, undefined]));
    answers = denied;
    const outside = await probes().look();
    const verdicts = judge({ ...(await found('healthy')), ...outside }, NOW);
    expect(verdicts.filter(({ id, state }) => state === 'wrong' && id !== 'site-opens')).toEqual([]);
    const production = verdicts.find(({ id }) => id === 'ses-production');
    expect([production?.state, production?.found]).toEqual([
      'unknown',
      'AWS does not let the doctor ask this: the right to it is missing.',
    ]);
    expect(verdicts.find(({ id }) => id === 'bounce-mx')?.state).toBe('in-order');
    expect(verdicts.find(({ id }) => id === 'people')?.state).toBe('in-order');
  });

  test('name servers that do not answer make nothing wrong', async () => {
    zone.fault = 'broken';
    expect(await states({}, 'dkim-1', 'bounce-mx', 'ses-domain')).toEqual(['unknown', 'unknown', 'in-order']);
    delete zone.fault;
  });
});
