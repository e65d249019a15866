import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { environmentNames } from '#config';
import { startEmulators } from '#local/emulators/emulators';
import { ENDPOINTS, HEALTHY, startAws } from '#tests/adapters/doctor/aws-stand-in';
import { ran, ranWith } from '#tests/local/ran';

const doctor = (...options: string[]) => ran('functions/local/commands/doctor.ts', ...options);

let empty: string;
beforeAll(() => {
  empty = mkdtempSync(join(tmpdir(), 'doctor-'));
});
afterAll(() => rmSync(empty, { recursive: true, force: true }));

test('npm run doctor needs no account, proves nothing about AWS, and finds the sample in order', async () => {
  const { code, out } = await doctor('--data', empty);
  expect([code, out]).toEqual([0, expect.stringMatching(/^This is one machine\.[\s\S]*\nNothing is wrong\. 2 are in order\. .*\n$/)]);
});

test('npm run doctor ends with 1 when something is wrong, with the text to send', async () => {
  const { code, out } = await doctor('--data', empty, '--pretend', 'healthy', '--pretend', 'sandbox');
  expect(code).toBe(1);
  expect(out).toMatch(/^Pretended: healthy, sandbox\./);
  expect(out).toMatch(/If you do nothing, Amazon SES refuses each email to a reader\.\n {2}Ask whoever set up the newsroom/);
});

test('npm run doctor names what can be pretended when a name is none', async () => {
  const { code, error } = await doctor('--data', empty, '--pretend', 'flood');
  expect([code, error]).toEqual([2, expect.stringMatching(/^Nothing called "flood" can be pretended\.\nThere are: healthy, /)]);
});

test('npm run doctor finds a stack on AWS by its name, and looks there with the rights of whoever runs it', async () => {
  const emulators = await startEmulators();
  const variables: Record<string, string> = {
    ...emulators.environment,
    ...Object.fromEntries(
      Object.values(environmentNames).flatMap((name) =>
        emulators.environment[name] || name === environmentNames.callsBy ? [] : [[name, 'x']],
      ),
    ),
    [environmentNames.stage]: 'aws',
    [environmentNames.mailDomain]: 'news.example.org',
    [environmentNames.signInPool]: 'eu-west-2_pool',
    [environmentNames.signInPoolUrl]: 'http://127.0.0.1:9',
    [environmentNames.doctor]: JSON.stringify({
      ...{ region: 'eu-west-2', siteHost: 'www.news.example.org', siteTarget: 'd111.cloudfront.net', dkim: [], alarmTopic: 'arn:topic' },
      ...{ certificateArn: 'arn:certificate', ruleSet: 'newsroom-rules', nameServers: ['127.0.0.1:9'] },
      deadLetters: Object.fromEntries(
        Object.entries(emulators.deadLetters).map(([name, url]) => [name === 'sesEvents' ? 'events' : name, url]),
      ),
    }),
  };
  const { [environmentNames.xLoopbackPort]: _, [environmentNames.asksOtherSites]: __, ...ofFunction } = variables;
  const aws = await startAws({
    ...HEALTHY,
    DescribeStacks:
      '<Stacks><member><StackName>Newsroom</StackName><Outputs><member><OutputKey>DoctorFunction</OutputKey><OutputValue>doctor</OutputValue></member></Outputs></member></Stacks>',
    GetFunctionConfiguration: { Environment: { Variables: ofFunction } },
  });
  const endpoints = Object.fromEntries([...ENDPOINTS, 'AWS_ENDPOINT_URL_CLOUDFORMATION'].map((name) => [name, aws.url]));
  const here = { ...endpoints, ...emulators.environment, AWS_ACCESS_KEY_ID: 'a', AWS_SECRET_ACCESS_KEY: 'b' };
  try {
    const { out, error } = await ranWith(here, 'functions/local/commands/doctor.ts', '--stack', 'Newsroom', '--region', 'eu-west-2');
    expect(error).toBe('');
    expect(out).not.toContain('This is one machine');
    for (const name of ['We may email everybody', 'Enough can run at once', 'No post is stuck'])
      expect(out).toMatch(new RegExp(`In order +${name}`));
    expect(out).toMatch(/Wrong +The newsroom works each minute/);
    expect(out).toMatch(/Not known +Somebody can sign in here/);
  } finally {
    await Promise.all([aws.stop(), emulators.stop()]);
  }
});
