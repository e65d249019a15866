import type { Partition } from '#adapters/stores';

/** A setting that cannot be used, in one sentence with the remedy. */
export class BadSetting extends Error {}

/** The settings that differ from one collaborative to the next. They are in the context of cdk.json. */
export type Deployment = {
  /** The twelve digits of the account, and the region for everything. The CDK refuses to deploy to another one. */
  account: string;
  region: string;
  /** A second newsroom in the same account, such as `staging`. Undefined: production. */
  stage: string | undefined;
  /** The sending domain, a subdomain only for this: `news.example.org`. Senders' addresses are at it. */
  domain: string;
  /** The host of the public pages and of every link in a mail. `site` in newsroom.yaml is `https://` and this host. */
  siteHost: string;
  /** The ARN of a certificate for `siteHost` in us-east-1. CloudFront takes certificates from that region only. */
  certificateArn: string;
  /** The programme lead's address, to which alarms go. */
  alarmEmail: string;
  /** What the whole account may cost in a month, in dollars, before `alarmEmail` is told. Undefined: nobody is. */
  budget: number | undefined;
  /** Tags of everything in the stack, such as a cost centre. */
  tags: Readonly<Record<string, string>>;
  /**
   * Tables that a restore has made, by which table of the stack they replace. The stack keeps its own ones, unused. A name stays here
   * for as long as the newsroom lives: without it the functions would go back to the table of before, and mail people again.
   */
  tables: Readonly<Partial<Record<TableName, string>>>;
  /**
   * Invitations to the desk come from the sending domain. Only once SES has verified it and lets the account out of its sandbox: Cognito
   * refuses a sender that is not verified, so the first deployment would fail. Until then they come from Cognito's own address.
   */
  invitationsFromDomain: boolean;
};

type TableName = Partition['table'];
// Suppressions, Switches and Desk are never brought back.
const RESTORED: readonly string[] = ['publications', 'ledger', 'subscribers'] satisfies TableName[];

const HOST = /^(?=.{1,253}$)([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,}$/;
/** The name of the stack and the prefix of the sign-in pages have it in them. */
const STAGE = /^[a-z][a-z0-9]{0,15}$/;
/** What AWS allows in keys and values of tags. */
const TAG = /^[\p{L}\p{Z}\p{N}_.:/=+\-@]{1,128}$/u;

/** Two newsrooms cannot share these, so each stage says them below `stages`. */
const OF_EACH_STAGE: readonly string[] = ['domain', 'siteHost', 'certificateArn'];
/** Nor these, which most stages do not have: a staging must never work on tables of production. */
const NEVER_SHARED: readonly string[] = [...OF_EACH_STAGE, 'tables'];

/**
 * Reads the settings from the CDK context: `context` of cdk.json, and for a stage first what `stages` has under its name.
 * @throws BadSetting when a value is missing or has the wrong shape. The message names the setting and shows an example.
 */
export function readDeployment(context: (name: string) => unknown): Deployment {
  const stage = readStage(context('stage'));
  const stages = context('stages');
  const own = stage === undefined ? {} : isRecord(stages) && isRecord(stages[stage]) ? stages[stage] : refuseStage(stage);
  const place = (name: string) => (stage === undefined ? `"${name}" in "context"` : `"${name}" below "stages", "${stage}" in "context"`);
  const given = (name: string): unknown => own[name] ?? (stage !== undefined && NEVER_SHARED.includes(name) ? undefined : context(name));
  const refuse = (name: string, example: string): never => {
    const value = given(name);
    const found = value === undefined ? 'is missing' : `is ${JSON.stringify(value)}`;
    throw new BadSetting(`cdk.json: ${place(name)} ${found}. Write it like ${example}.`);
  };
  const read = (name: keyof Deployment, shape: RegExp, example: string): string => {
    const value = given(name);
    return typeof value === 'string' && shape.test(value) ? value : refuse(name, `"${example}"`);
  };
  const readNames = (name: keyof Deployment, isName: (key: string, value: string) => boolean, example: string): Record<string, string> => {
    const value = given(name) ?? {};
    if (!isRecord(value)) return refuse(name, example);
    const named = Object.entries(value).filter(
      (entry): entry is [string, string] => typeof entry[1] === 'string' && isName(entry[0], entry[1]),
    );
    return named.length === Object.keys(value).length ? Object.fromEntries(named) : refuse(name, example);
  };
  const budget = given('budget');
  if (budget !== undefined && !(typeof budget === 'number' && budget > 0)) refuse('budget', '25, in dollars a month');
  const invitationsFromDomain = given('invitationsFromDomain') ?? false;
  if (typeof invitationsFromDomain !== 'boolean') return refuse('invitationsFromDomain', 'true or false, without quotes');
  const account = read('account', /^\d{12}$/, '123456789012');
  // No region is an example that must be replaced, so cdk.json comes without one. Without it the CDK would take the region of whoever
  // deploys, or us-east-1, and readers' addresses would be there.
  const region = isExample(account) && given('region') === undefined ? 'eu-west-2' : read('region', /^[a-z]{2}(-[a-z]+)+-\d$/, 'eu-west-2');
  return {
    account,
    region,
    stage,
    domain: read('domain', HOST, 'news.example.org'),
    siteHost: read('siteHost', HOST, 'www.news.example.org'),
    certificateArn: read(
      'certificateArn',
      /^arn:aws:acm:us-east-1:\d{12}:certificate\/[\w-]+$/,
      'arn:aws:acm:us-east-1:123456789012:certificate/0000',
    ),
    alarmEmail: read('alarmEmail', /^[^\s@]+@[^\s@]+\.[^\s@]+$/, 'programme.lead@example.org'),
    budget: typeof budget === 'number' ? budget : undefined,
    tags: readNames('tags', (key, value) => TAG.test(key) && TAG.test(value) && !key.startsWith('aws:'), '{ "CostCentre": "12345" }'),
    tables: readNames(
      'tables',
      (key, value) => RESTORED.includes(key) && /^[\w.-]{3,255}$/.test(value),
      `{ "ledger": "Newsroom-Ledger-restored" }, for ${RESTORED.join(', ')}`,
    ),
    invitationsFromDomain,
  };
}

/** The name of the stack of a stage. The command that deploys knows it by this name, too. */
export const stackName = ({ stage }: { stage?: string | undefined }): string => (stage === undefined ? 'Newsroom' : `Newsroom-${stage}`);

function readStage(stage: unknown): string | undefined {
  if (stage === undefined) return undefined;
  if (typeof stage === 'string' && STAGE.test(stage)) return stage;
  throw new BadSetting(`The stage is ${JSON.stringify(stage)}. Name it in up to sixteen small letters and digits, like "staging".`);
}

function refuseStage(stage: string): never {
  throw new BadSetting(
    `cdk.json: "context" says nothing of the stage "${stage}". Write its ${OF_EACH_STAGE.join(', ')} into "stages": { "${stage}": { … } }.`,
  );
}

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value);

/** True when a value is still an example of cdk.json: the stack synthesises with it, but must not be deployed. */
export const isExample = (value: unknown): boolean =>
  typeof value === 'string' && /(^|[.@])example\.org$|:123456789012:|^123456789012$/.test(value);
