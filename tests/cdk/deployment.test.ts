import { spawnSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { isExample, readDeployment, stackName } from '#cdk/deployment';
import { context } from './synthesised.ts';

const read = (changes: Record<string, unknown> = {}) => readDeployment((name) => ({ ...context, ...changes })[name]);

test('cdk.json has every value of a deployment that must be chosen, and names those that are still examples', () => {
  const { account, domain, siteHost, alarmEmail, certificateArn } = read();
  expect([account, domain, siteHost, alarmEmail, certificateArn].map(isExample)).toEqual([true, true, true, true, true]);
});

test('a region must be named before anything can be deployed, and none is needed to look at the stack with the examples', () => {
  // Readers' addresses would be where the profile of whoever deploys says, or in us-east-1.
  expect(() => read({ account: '999999999999' })).toThrow(/"region" in "context" is missing\. Write it like "eu-west-2"/);
  expect(read({ account: '999999999999', region: 'eu-west-1' }).region).toBe('eu-west-1');
  expect(read().region).toBe('eu-west-2');
});

test.each([
  ['domain', undefined],
  ['domain', 'https://news.nhs.uk'],
  ['siteHost', 'localhost'],
  ['alarmEmail', 'nobody'],
  // With a certificate of another region the deployment fails at the site, after half an hour.
  ['certificateArn', 'arn:aws:acm:eu-west-2:999999999999:certificate/1'],
  ['account', undefined],
  ['account', 123456789012],
  ['region', 'London'],
  ['budget', '25'],
  ['budget', 0],
  ['tags', { CostCentre: 12345 }],
  ['tags', { 'aws:owner': 'us' }],
  ['tags', 'CostCentre=12345'],
  ['tables', { ledgre: 'Newsroom-Ledger-restored' }],
  ['tables', { suppressions: 'Newsroom-Suppressions-restored' }],
  ['tables', { ledger: 'arn:aws:dynamodb:eu-west-2:123456789012:table/Ledger' }],
  ['invitationsFromDomain', 'true'],
])('the value of a deployment %s: %j is refused, with its name and an example of what to write', (name, value) => {
  expect(() => read({ [name]: value })).toThrow(new RegExp(`"${name}".* (is missing|is .+)\\. Write it like `));
});

test.each([
  ['which cdk.json says nothing of', { stage: 'staging' }, /nothing of the stage "staging"/],
  [
    'which takes its domain from production',
    { stage: 'staging', stages: { staging: { siteHost: 'www.test.example.org' } } },
    /"domain" below "stages", "staging".*is missing/,
  ],
  ['whose name cannot be in the name of a stack', { stage: 'Test stage' }, /up to sixteen small letters/],
])('a stage is refused %s', (_, changes, sentence) => {
  expect(() => read(changes)).toThrow(sentence);
});

test('a stage has its own values, and those of production where it says nothing and may share them', () => {
  const staging = { domain: 'test.mhc.nhs.uk', siteHost: 'www.test.mhc.nhs.uk', certificateArn: context.certificateArn, budget: 5 };
  const read = (stage?: string) => readDeployment((name) => ({ ...context, stage, stages: { staging } })[name]);
  expect(read('staging')).toMatchObject({ ...staging, stage: 'staging', alarmEmail: context.alarmEmail, account: context.account });
  expect(read()).toMatchObject({ domain: context.domain, budget: context.budget });
  expect([stackName(read('staging')), stackName(read())]).toEqual(['Newsroom-staging', 'Newsroom']);
});

test('values of a deployment that are not examples are accepted unchanged', () => {
  const own = {
    account: '999999999999',
    region: 'eu-west-1',
    stage: undefined,
    domain: 'news.mhc.nhs.uk',
    siteHost: 'www.mhc.nhs.uk',
    alarmEmail: 'lead@mhc.nhs.uk',
    certificateArn: 'arn:aws:acm:us-east-1:999999999999:certificate/1-a',
    budget: 12.5,
    tags: { 'Cost centre': 'A/12' },
    tables: { ledger: 'Newsroom-Ledger-restored' },
    invitationsFromDomain: true,
  };
  expect(read(own)).toEqual(own);
  expect(Object.values(own).some(isExample)).toBe(false);
});

test('who synthesises the stack with a setting that cannot be used reads one sentence, and no places in the code', {
  timeout: 120_000,
}, () => {
  const env = { ...process.env, CDK_CONTEXT_JSON: JSON.stringify({ ...context, domain: 'localhost' }) };
  const { status, stderr, stdout } = spawnSync(process.execPath, ['cdk/app.ts'], { env, encoding: 'utf8' });
  expect([status, stdout]).toEqual([1, '']);
  expect(stderr).toBe('cdk.json: "domain" in "context" is "localhost". Write it like "news.example.org".\n');
});
