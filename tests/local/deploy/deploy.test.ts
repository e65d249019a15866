import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { STORED_FORM } from '#core/publication/stored-form';
import type { StepDone } from '#local/deploy/deploy';
import { TAKE_DOWN } from '#local/deploy/take-down';
import { type AwsAccount, startAwsAccount } from './aws-account.ts';
import { type Newsroom, newsroomAt } from './deployed.ts';

let account: AwsAccount;
let newsroom: Newsroom;
beforeEach(async () => {
  account = await startAwsAccount();
  for (const [name, value] of Object.entries(account.environment)) vi.stubEnv(name, value);
  newsroom = newsroomAt(account);
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await account.stop();
});

const open = (all: StepDone[]) => all.filter(({ outcome }) => outcome.is !== 'done').map(({ title, outcome }) => `${outcome.is}: ${title}`);
const saidOf = (all: StepDone[], title: string) => all.find((step) => step.title === title)?.outcome;

const route53 = () => account.state.zones.push({ id: 'Z1', name: 'example.nhs.uk', records: [] });
/** DNS answers what stands in Route 53, as it does after some minutes. */
const spread = () => {
  for (const { records } of account.state.zones)
    for (const { name, type, values } of records)
      newsroom.dns.set(
        `${name} ${type}`,
        values.map((value) => value.replace(/^"|"$/g, '')),
      );
};
const KEYS = { 'API key secret': 'b', 'API key': 'a', 'Access token secret': 'd', 'Access token': 'c' };
const keysOf = (name: string) => JSON.parse(account.state.secrets.get(`Newsroom-${name}`)?.value ?? 'null');

describe('from an empty account to a newsroom', () => {
  test('with the zone in Route 53, two runs of the deployment leave only what other people have to do', async () => {
    route53();
    expect(open(await newsroom.run({ answers: KEYS }))).toEqual([
      'waits: Alarms reach the programme lead',
      'waits: Amazon lets us write to everybody',
    ]);
    spread();
    account.state.unconfirmed = [];
    expect(open(await newsroom.run())).toEqual(['waits: Amazon lets us write to everybody']);
    expect(account.state).toMatchObject({ activeRules: 'our-rules', invitations: ['lead@example.org'], review: 'PENDING' });
    expect(account.state.zones[0]?.records).toHaveLength(9);
    expect(keysOf('SecretsX1')).toEqual({ appKey: 'a', appSecret: 'b', accessToken: 'c', accessSecret: 'd' });
    account.state.production = true;
    account.state.identities.add('news.example.nhs.uk');
    expect(open(await newsroom.run())).toEqual([]);
    expect(newsroom.settings.invitationsFromDomain).toBe(true);
  });

  test('a deployment that is repeated writes nothing a second time', async () => {
    route53();
    await newsroom.run({ answers: KEYS });
    spread();
    await newsroom.run();
    const [writes, pepper] = [account.writes.length, keysOf('SecretsTokens1').pepper];
    expect(pepper).toMatch(/^[0-9a-f]{64}$/);
    await newsroom.run();
    expect(account.writes).toHaveLength(writes);
    expect(keysOf('SecretsTokens1').pepper).toBe(pepper);
  });

  test('with the zone elsewhere the deployment waits for the certificate, and then asks IT for what is still missing', async () => {
    const first = await newsroom.run();
    expect(open(first)).toEqual(['stops: There is a certificate for the pages']);
    expect(newsroom.kept.get('letter-to-it.txt')).toContain('Subject: 5 DNS records');
    expect(newsroom.kept.get('records.zone')).toContain('_a1.www.news.example.nhs.uk. 3600 IN CNAME _b2.acm-validations.aws.');
    expect(account.state.cloudFormation.stacks.size).toBe(0);
    // IT has made the five records, with a mail server of another name for unsubscribing.
    const certificate = account.state.certificates[0];
    if (certificate) certificate.status = 'ISSUED';
    newsroom.dns.set('_a1.www.news.example.nhs.uk CNAME', ['_b2.acm-validations.aws']);
    newsroom.dns.set('bounce.news.example.nhs.uk MX', ['10 feedback-smtp.eu-west-2.amazonses.com']);
    newsroom.dns.set('bounce.news.example.nhs.uk TXT', ['v=spf1 include:amazonses.com ~all']);
    newsroom.dns.set('_dmarc.news.example.nhs.uk TXT', ['v=DMARC1; p=none']);
    newsroom.dns.set('news.example.nhs.uk MX', ['10 mail.example.nhs.uk']);
    expect(open(await newsroom.run())).toContain('waits: The domain is set up');
    expect(account.state.certificates).toHaveLength(1);
    const letter = newsroom.kept.get('letter-to-it.txt') ?? '';
    expect(letter).toContain('Subject: 5 DNS records');
    expect(letter.match(/ {3}Name: {2}(\S+)/g)?.map((line) => line.split(/ +/).at(-1))).toEqual([
      'x1._domainkey.news.example.nhs.uk',
      'x2._domainkey.news.example.nhs.uk',
      'x3._domainkey.news.example.nhs.uk',
      'www.news.example.nhs.uk',
      'news.example.nhs.uk',
    ]);
  });
});

describe('a deployment that breaks off', () => {
  // As many as an unbroken deployment makes: the next test counts them.
  const WRITES = 9;

  test('the writes of an unbroken deployment are as many as are broken off below', async () => {
    route53();
    await newsroom.run({ answers: KEYS });
    spread();
    await newsroom.run();
    expect(account.writes).toHaveLength(WRITES);
  });

  test.each(Array.from({ length: WRITES }, (_, index) => index + 1))(
    'a deployment whose network is gone after write %i, its answer lost, goes on and makes everything once',
    async (writes) => {
      route53();
      account.breakAfter(writes);
      const broken = await newsroom.run({ answers: KEYS });
      spread();
      if (!open(broken).some((one) => one.startsWith('stops'))) await newsroom.run();
      const before = account.state.secrets.get('Newsroom-SecretsTokens1')?.value;
      account.mend();
      await newsroom.run({ answers: KEYS });
      spread();
      expect(open(await newsroom.run())).toEqual(['waits: Alarms reach the programme lead', 'waits: Amazon lets us write to everybody']);
      const { certificates, zones, invitations, requests, activeRules, cloudFormation } = account.state;
      expect([certificates.length, zones[0]?.records.length, invitations.length, requests.length]).toEqual([1, 9, 1, 1]);
      expect(activeRules).toBe('our-rules');
      expect(cloudFormation.find('Newsroom')).toMatchObject({ status: 'UPDATE_COMPLETE', protected: true });
      if (before?.startsWith('{')) expect(account.state.secrets.get('Newsroom-SecretsTokens1')?.value).toBe(before);
      expect(keysOf('SecretsX1').accessSecret).toBe('d');
    },
  );

  test('a first deployment that fails keeps what is made, says why, and the next one goes on from there', async () => {
    route53();
    account.state.cloudFormation.faults.set(
      'SiteDistribution1',
      'Your account must be verified before you can add new CloudFront resources.',
    );
    const failed = await newsroom.run();
    expect(open(failed)).toEqual(['stops: The newsroom is deployed']);
    expect(saidOf(failed, 'The newsroom is deployed')).toMatchObject({
      said: expect.stringContaining('SiteDistribution1: Your account must be verified'),
      next: expect.stringContaining('Write to AWS Support'),
    });
    expect(account.state.cloudFormation.find('Newsroom')).toMatchObject({ status: 'CREATE_FAILED', protected: false });
    account.state.cloudFormation.faults.clear();
    expect(open(await newsroom.run()).filter((one) => one.startsWith('stops'))).toEqual([]);
    expect(account.state.cloudFormation.log).toEqual([
      'CDKToolkit CREATE_COMPLETE',
      'Newsroom CREATE_FAILED',
      'Newsroom CREATE_COMPLETE',
      'Newsroom protected',
    ]);
  });

  test('a stack that failed its creation under protection is freed of it, so that it can be made again', async () => {
    route53();
    account.state.cloudFormation.faults.set('SignInUsers1', 'no');
    const { id } = account.state.cloudFormation.createChangeSet('Newsroom', 'by-hand', '{"Resources":{"SignInUsers1":{"Type":"A"}}}');
    account.state.cloudFormation.execute('Newsroom', id, false);
    account.state.cloudFormation.protect('Newsroom', true);
    account.state.cloudFormation.faults.clear();
    expect(open(await newsroom.run()).filter((one) => one.startsWith('stops'))).toEqual([]);
    expect(account.state.cloudFormation.find('Newsroom')).toMatchObject({ status: 'CREATE_COMPLETE', protected: true });
  });

  test('a failed upgrade is taken back, leaves the newsroom protected, and names the second to go back to', async () => {
    route53();
    await newsroom.run();
    const { cloudFormation } = account.state;
    cloudFormation.find('Newsroom').resources = cloudFormation.find('Newsroom').resources.filter(({ id }) => id !== 'SiteDistribution1');
    cloudFormation.protect('Newsroom', false);
    cloudFormation.faults.set('SiteDistribution1', 'not today');
    const failed = await newsroom.run();
    expect(open(failed)).toEqual(['stops: The newsroom is deployed']);
    expect(cloudFormation.find('Newsroom')).toMatchObject({ status: 'UPDATE_ROLLBACK_COMPLETE', protected: true });
    expect(newsroom.kept.get('going-back.txt')).toContain('2026-11-30T09:15:00Z');
    expect(newsroom.cdk.at(-1)).toContain('--rollback');
  });
});

describe('going back', () => {
  test('a release that cannot read what is stored is not deployed, and the way back is said', async () => {
    route53();
    await newsroom.run();
    account.state.storedForm = STORED_FORM + 1;
    const all = await newsroom.run();
    expect(open(all)).toEqual(['stops: The moment before is noted']);
    expect(saidOf(all, 'The moment before is noted')?.said).toContain('written by a newer release');
    account.state.storedForm = STORED_FORM;
    expect(open(await newsroom.run()).filter((one) => one.startsWith('stops'))).toEqual([]);
  });
});

describe('taking a newsroom down', () => {
  test('a newsroom is taken down only after its name was typed, and everything that holds data is listed as what stays', async () => {
    route53();
    await newsroom.run();
    await newsroom.run({ steps: TAKE_DOWN });
    expect(account.state.cloudFormation.stacks.has('Newsroom')).toBe(true);
    expect(open(await newsroom.run({ steps: TAKE_DOWN, answers: { 'Type Newsroom': 'Newsroom' } }))).toEqual([]);
    expect(account.state.cloudFormation.stacks.has('Newsroom')).toBe(false);
    expect(account.state.activeRules).toBeUndefined();
    expect(newsroom.kept.get('what-stays.txt')?.trim().split('\n')).toEqual([
      'AWS::DynamoDB::GlobalTable Newsroom-TablesLedger1',
      'AWS::DynamoDB::GlobalTable Newsroom-TablesPublications1',
      'AWS::SecretsManager::Secret Newsroom-SecretsX1',
      'AWS::SecretsManager::Secret Newsroom-SecretsTokens1',
      'AWS::Cognito::UserPool Newsroom-SignInUsers1',
    ]);
  });
});

describe('what a deployment never does', () => {
  test('a deployment with the keys of another account asks nothing else of AWS', async () => {
    account.state.account = '999999999999';
    expect(open(await newsroom.run())).toEqual(['stops: You are signed in to the right AWS account']);
    expect(account.writes).toEqual([]);
  });

  test('a deployment without a yes changes nothing of the newsroom', async () => {
    route53();
    expect(open(await newsroom.run({ yes: false }))).toEqual(['stops: You see what would change, and say yes']);
    expect(account.state.cloudFormation.stacks.has('Newsroom')).toBe(false);
  });

  test('a deployment never replaces a DNS record that is there', async () => {
    const others = { name: 'news.example.nhs.uk', type: 'MX', values: ['10 mail.example.nhs.uk'] };
    account.state.zones.push({ id: 'Z1', name: 'example.nhs.uk', records: [others] });
    const all = await newsroom.run();
    expect(open(all)).toEqual(['stops: There is a certificate for the pages']);
    expect(saidOf(all, 'There is a certificate for the pages')?.said).toContain('news.example.nhs.uk MX 10 mail.example.nhs.uk');
    expect(account.state.zones[0]?.records.filter(({ type }) => type === 'MX')).toContainEqual(others);
  });

  test('a deployment leaves the receipt rules of somebody else active until their name is typed', async () => {
    route53();
    account.state.activeRules = 'theirs';
    expect(saidOf(await newsroom.run(), 'Readers can unsubscribe by email')?.is).toBe('waits');
    expect(account.state.activeRules).toBe('theirs');
    await newsroom.run({ answers: { 'Type the name of that set': 'theirs' } });
    expect(account.state.activeRules).toBe('our-rules');
  });

  test('a deployment never replaces a pepper, even one whose other parts cannot be used', async () => {
    route53();
    await newsroom.run();
    const damaged = '{"pepper":"0123456789012345678901234567890123456789"}';
    const secret = account.state.secrets.get('Newsroom-SecretsTokens1');
    if (secret) secret.value = damaged;
    expect(open(await newsroom.run())).toEqual(['stops: Links of readers are signed']);
    expect(secret?.value).toBe(damaged);
  });

  test('a deployment stores no keys that X refuses or that may only read, and keeps the password of Bluesky', async () => {
    route53();
    await newsroom.run();
    const secret = account.state.secrets.get('Newsroom-SecretsX1');
    if (secret) secret.value = '{"bluesky":{"identifier":"mhc.example.org","password":"p"}}';
    for (const x of [{ refused: 'it answered 401.' }, { handle: 'MHC', mayWrite: false }])
      expect(saidOf(await newsroom.run({ answers: KEYS, x }), 'The keys of the account on X are there')?.is).toBe('waits');
    expect(keysOf('SecretsX1')).toEqual({ bluesky: { identifier: 'mhc.example.org', password: 'p' } });
    await newsroom.run({ answers: KEYS });
    expect(keysOf('SecretsX1')).toMatchObject({ appKey: 'a', bluesky: { identifier: 'mhc.example.org' } });
  });

  test('a domain that SES knows from elsewhere ends the deployment before anything is made', async () => {
    account.state.identities.add('news.example.nhs.uk');
    expect(open(await newsroom.run())).toEqual(['stops: The account is ready']);
    expect(account.writes).toEqual([]);
  });

  test('a deployment says of a sender or a site of another domain what newsroom.yaml should say', async () => {
    newsroom.settings.domain = 'post.example.nhs.uk';
    const [only] = await newsroom.run();
    expect(only?.outcome).toMatchObject({
      is: 'stops',
      said: expect.stringMatching(/newsroom.yaml line \d+: The sender’s address is not at post.example.nhs.uk/),
      next: expect.stringContaining('such as news@post.example.nhs.uk'),
    });
  });
});
