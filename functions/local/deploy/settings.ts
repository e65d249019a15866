// The settings of a deployment: the context of cdk.json, and below `stages` what another stage has otherwise.
import { isExample } from '#cdk/deployment';

export type Settings = {
  account: string;
  region: string;
  domain: string;
  siteHost: string;
  alarmEmail: string;
  /** Of the certificate in us-east-1. Undefined until one has been requested. */
  certificateArn?: string | undefined;
  dmarcReports?: string | undefined;
  /** Invitations to the desk come from the sending domain, not from Cognito's own address. */
  invitationsFromDomain?: boolean | undefined;
  /** Undefined: production. */
  stage?: string | undefined;
};

type Asked = Exclude<keyof Settings, 'certificateArn' | 'dmarcReports' | 'invitationsFromDomain' | 'stage'>;

/** What is known of them. */
export type Known = { [Name in keyof Settings]: Settings[Name] | undefined };

export type Question = {
  name: Asked;
  /** What is asked for and why, in a sentence or two. */
  about: string;
  example: string;
  shape: RegExp;
  /** What is taken when nothing is typed. */
  suggest?(known: Known, account: string | undefined): string | undefined;
};

const HOST = /^(?=.{1,253}$)([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,}$/;
const ADDRESS = /^[^\s@<>]+@[^\s@<>]+\.[^\s@<>]+$/;

export const QUESTIONS: readonly Question[] = [
  {
    name: 'account',
    about: 'The AWS account in which the newsroom is to live. The AWS console shows its twelve digits at the top right.',
    example: '123456789012',
    shape: /^\d{12}$/,
    suggest: (_known, account) => account,
  },
  {
    name: 'region',
    about: 'The place where everything is kept, the addresses of readers too. eu-west-2 is London. It cannot be changed later.',
    example: 'eu-west-2',
    shape: /^[a-z]{2}(-[a-z]+)+-\d$/,
    suggest: () => 'eu-west-2',
  },
  {
    name: 'domain',
    about: 'The domain from which emails come. It must be one of its own, without mailboxes, below a domain that your IT looks after.',
    example: 'news.example.org',
    shape: HOST,
  },
  {
    name: 'siteHost',
    about: 'Where readers find the pages: the host of each link in an email. It may not be the sending domain itself.',
    example: 'www.news.example.org',
    shape: HOST,
    suggest: ({ domain }) => domain && `www.${domain}`,
  },
  {
    name: 'alarmEmail',
    about: 'Who is told when something breaks: the own mailbox of the programme lead, which is read.',
    example: 'programme.lead@example.org',
    shape: ADDRESS,
  },
];

/** The whole of cdk.json. */
export type CdkFile = { context?: Record<string, unknown>; [name: string]: unknown };

/** Returns what cdk.json says of a stage. `examples`: whether values that are still examples count. */
export function readSettings({ context = {} }: CdkFile, stage: string | undefined, examples = false): Known {
  const own = stage === undefined ? context : { ...context, ...ofStage(context, stage) };
  const read = (name: keyof Settings): string | undefined => {
    const value: unknown = own[name];
    return typeof value === 'string' && value !== '' && (examples || !isExample(value)) ? value : undefined;
  };
  return {
    account: read('account'),
    region: read('region'),
    domain: read('domain'),
    siteHost: read('siteHost'),
    alarmEmail: read('alarmEmail'),
    certificateArn: isExample(own.certificateArn) ? undefined : read('certificateArn'),
    invitationsFromDomain: own.invitationsFromDomain === true,
    dmarcReports: read('dmarcReports'),
    stage,
  };
}

/** What another stage must say itself: two stages cannot share it. */
const OF_EACH_STAGE = ['domain', 'siteHost', 'certificateArn'];

function ofStage(context: Record<string, unknown>, stage: string): Record<string, unknown> {
  const { stages } = context;
  const own = isRecord(stages) ? stages[stage] : undefined;
  const blank = Object.fromEntries(OF_EACH_STAGE.map((name) => [name, undefined]));
  return { ...blank, ...(isRecord(own) ? own : {}) };
}

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value);

/** Returns cdk.json with values of a stage in it, all else as it was. */
export function withSettings(file: CdkFile, stage: string | undefined, values: Partial<Settings>): CdkFile {
  const { context = {} } = file;
  if (stage === undefined) return { ...file, context: { ...context, ...values } };
  const stages = isRecord(context.stages) ? context.stages : {};
  return { ...file, context: { ...context, stages: { ...stages, [stage]: { ...ofStage(context, stage), ...values } } } };
}

/** Returns cdk.json as a text, with short lists on one line, as the formatter leaves them. */
export function cdkText(file: CdkFile): string {
  return `${JSON.stringify(file, undefined, 2).replace(/\[\n\s+("[^"\n]*")\n\s+\]/g, '[$1]')}\n`;
}
