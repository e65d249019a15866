// The real command of the CDK against a CloudFormation on this machine: what it does with a stack that failed its creation.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, Stack } from 'aws-cdk-lib';
import { CfnTopic } from 'aws-cdk-lib/aws-sns';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { openAws } from '#local/deploy/aws/open-aws';
import { runCdk } from '#local/deploy/run-script';
import { protection } from '#local/deploy/steps/protection';
import { stack } from '#local/deploy/steps/stack';
import { type AwsAccount, startAwsAccount } from './aws-account.ts';

let account: AwsAccount;
let folder: string;
beforeEach(async () => {
  account = await startAwsAccount();
  for (const [name, value] of Object.entries(account.environment)) vi.stubEnv(name, value);
  vi.stubEnv('CDK_DISABLE_CLI_TELEMETRY', 'true');
  folder = mkdtempSync(join(tmpdir(), 'newsroom-deploy-'));
  const app = new App({ outdir: join(folder, 'cdk.out') });
  const made = new Stack(app, 'Newsroom', { env: { account: account.state.account, region: 'eu-west-2' } });
  const [first, second] = [new CfnTopic(made, 'First'), new CfnTopic(made, 'Second')];
  second.addDependency(first);
  app.synth();
});
afterEach(async () => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true });
  await account.stop();
});

const steps = () => ({
  settings: { account: account.state.account, region: 'eu-west-2', domain: 'd', siteHost: 's', alarmEmail: 'a' },
  aws: openAws('eu-west-2'),
  cdk: (...options: string[]) => runCdk(options, { region: 'eu-west-2', folder, output: 'ignore' }),
});

test('a first deployment that fails is gone on with by the real command of the CDK, and protected once it is there', async () => {
  const { cloudFormation } = account.state;
  cloudFormation.faults.set('Second', 'Your account must be verified before you can add new CloudFront resources.');
  expect(await stack.run(steps())).toMatchObject({ is: 'stops', said: expect.stringContaining('Second: Your account must be verified') });
  expect(cloudFormation.find('Newsroom').resources.map(({ id }) => id)).toEqual(['First']);
  cloudFormation.faults.clear();
  expect(await stack.run(steps())).toMatchObject({ is: 'done' });
  await protection.run(steps());
  expect(cloudFormation.log).toEqual(['Newsroom CREATE_FAILED', 'Newsroom CREATE_COMPLETE', 'Newsroom protected']);
});

test('a stack that failed its creation under protection, as an older release left it, is deleted and made by the real command', async () => {
  const { cloudFormation } = account.state;
  cloudFormation.faults.set('Second', 'no');
  cloudFormation.execute('Newsroom', cloudFormation.createChangeSet('Newsroom', 'older', templateOf(folder)).id, false);
  cloudFormation.protect('Newsroom', true);
  cloudFormation.faults.clear();
  expect(await stack.run(steps())).toMatchObject({ is: 'done' });
  expect(cloudFormation.log.slice(2)).toEqual(['Newsroom not protected', 'Newsroom deleted', 'Newsroom CREATE_COMPLETE']);
});

const templateOf = (place: string): string => readFileSync(join(place, 'cdk.out', 'Newsroom.template.json'), 'utf8');
