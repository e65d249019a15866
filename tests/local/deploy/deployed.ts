// A deployment with the SDK's own clients against an account on this machine. Only the CDK's command is played, but for its own test.
import { readFileSync } from 'node:fs';
import { Temporal } from 'temporal-polyfill';
import { openAws } from '#local/deploy/aws/open-aws';
import { type StepDone, takeSteps } from '#local/deploy/deploy';
import { rulesOf } from '#local/deploy/rules-file';
import type { Settings } from '#local/deploy/settings';
import type { Deployment, Step, XTried } from '#local/deploy/step';
import { STEPS } from '#local/deploy/steps';
import type { AwsAccount } from './aws-account.ts';

const OUTPUTS = {
  SecretTokens: 'Newsroom-SecretsTokens1',
  SecretX: 'Newsroom-SecretsX1',
  DeskUsers: 'eu-west-2_pool',
  ContentBucket: 'content-bucket',
  SiteTarget: 'd111.cloudfront.net',
  UnsubscribeRules: 'our-rules',
  Dkim1: 'x1._domainkey.news.example.nhs.uk x1.dkim.amazonses.com',
  Dkim2: 'x2._domainkey.news.example.nhs.uk x2.dkim.amazonses.com',
  Dkim3: 'x3._domainkey.news.example.nhs.uk x3.dkim.amazonses.com',
};

const RULES = Buffer.from(readFileSync('newsroom.yaml', 'utf8').replaceAll('news.example.org', 'news.example.nhs.uk'));

/** The resources that steps ask for by name. */
const TEMPLATE = {
  Resources: {
    TablesLedger1: { Type: 'AWS::DynamoDB::GlobalTable' },
    TablesPublications1: { Type: 'AWS::DynamoDB::GlobalTable' },
    SecretsX1: { Type: 'AWS::SecretsManager::Secret' },
    SecretsTokens1: { Type: 'AWS::SecretsManager::Secret' },
    AlarmsTopic1: { Type: 'AWS::SNS::Topic' },
    SignInUsers1: { Type: 'AWS::Cognito::UserPool' },
    SiteDistribution1: { Type: 'AWS::CloudFront::Distribution' },
  },
};

export type Person = {
  /** Answers by the beginning of the question. What is not here is answered by nothing typed. */
  answers?: Record<string, string>;
  yes?: boolean;
  steps?: readonly Step[];
  x?: XTried;
};

export type Newsroom = {
  run(person?: Person): Promise<StepDone[]>;
  settings: Settings;
  said: string[];
  kept: Map<string, string>;
  cdk: string[][];
  scripts: string[][];
  /** What DNS answers, by name and type. */
  dns: Map<string, string[]>;
};

export function newsroomAt(account: AwsAccount): Newsroom {
  const { cloudFormation, secrets } = account.state;
  cloudFormation.outputs = OUTPUTS;
  const settings: Settings = {
    account: account.state.account,
    region: 'eu-west-2',
    domain: 'news.example.nhs.uk',
    siteHost: 'www.news.example.nhs.uk',
    alarmEmail: 'lead@example.org',
  };
  const newsroom: Newsroom = { run, settings, said: [], kept: new Map(), cdk: [], scripts: [], dns: new Map() };

  /** What the CDK's command does at CloudFormation. */
  async function cdk(...options: string[]): Promise<number> {
    newsroom.cdk.push(options);
    const [command, name = ''] = options;
    if (command === 'bootstrap') made('CDKToolkit', { Resources: { Bucket: { Type: 'AWS::S3::Bucket' } } }, false);
    if (command !== 'deploy') return 0;
    const before = cloudFormation.stacks.get(name);
    if (before && /^ROLLBACK_/.test(before.status)) cloudFormation.delete(name);
    made(name, TEMPLATE, options.includes('--no-rollback'));
    for (const { type, name: id } of cloudFormation.find(name).resources)
      if (type === 'AWS::SecretsManager::Secret' && !secrets.has(id)) secrets.set(id, { value: 'ax)K2.random', tokens: new Map() });
    return cloudFormation.find(name).status.endsWith('_COMPLETE') && !/ROLLBACK/.test(cloudFormation.find(name).status) ? 0 : 1;
  }

  function made(name: string, template: object, noRollback: boolean): void {
    const { id } = cloudFormation.createChangeSet(name, 'changes', JSON.stringify(template));
    cloudFormation.execute(name, id, noRollback);
  }

  async function run({
    steps = STEPS,
    answers = {},
    yes = true,
    x = { handle: 'IQMentalHealth', mayWrite: true },
  }: Person = {}): Promise<StepDone[]> {
    const answered = async (question: string, suggested?: string) =>
      Object.entries(answers).find(([words]) => question.includes(words))?.[1] ?? suggested ?? '';
    const deployment: Deployment = {
      settings,
      rules: rulesOf('newsroom.yaml', RULES),
      content: 'content',
      yes,
      aws: openAws('eu-west-2'),
      cdk,
      script: async (...options) => {
        newsroom.scripts.push(options);
        return 0;
      },
      terminal: { say: (text) => newsroom.said.push(text), ask: answered, askSecretly: answered, agrees: async () => yes },
      lookup: async (name, type) => newsroom.dns.get(`${name} ${type}`) ?? [],
      tryX: async () => x,
      save: (values) => Object.assign(settings, values),
      keep: (name, text) => {
        newsroom.kept.set(name, text);
        return name;
      },
      now: () => Temporal.Instant.from('2026-11-30T09:15:00.5Z'),
      wait: async () => undefined,
    };
    return takeSteps(steps, deployment);
  }
  return newsroom;
}
