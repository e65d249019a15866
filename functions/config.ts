// Reads and checks the environment of a Lambda in one place. The CDK app sets these names; no other code reads them.

/** The configuration of a Lambda. Secrets are named here and read at run time. */
export type Config = {
  /** `local` on one machine; anything else is AWS. */
  stage: string;
  tables: { publications: string; ledger: string; subscribers: string; suppressions: string; switches: string; desk: string };
  queues: { send: string; post: string };
  /** The bucket that holds `newsroom.yaml`, `posts/`, `events/`, `messages/` and `images/`. */
  contentBucket: string;
  /** The bucket for the event archive: every event that SES reports, beside the queue of events. */
  eventArchiveBucket: string;
  /** The bucket for uploaded lists of people, deleted after seven days, and for pictures before they are prepared, after one. */
  importBucket: string;
  /** The SES configuration set that sends us the events of our mails. */
  configurationSet: string;
  /** `sdk`: the AWS SDK makes each call of SES and DynamoDB, and not a cheaper request of ours that is the same. */
  callsBy?: 'sdk';
  /** What the rules must agree with: the domain that emails are sent from, and where our pages are. Absent on one machine. */
  deployed?: { domain: string; site: string };
  /** Names of secrets. `x`: the keys of the social accounts (X and Bluesky). `tokens`: the keys that sign links and make subscriber ids. */
  secrets: { x: string; tokens: string };
  /** The port of the local stand-in for X; refused on AWS. */
  xLoopbackPort?: number;
  /** The function without rights that asks other sites whether the links of a draft work. Absent on one machine. */
  checkLinksFunction?: string;
  /** The function without rights that fetches feeds and pictures of other sites. Absent on one machine. */
  fetchOutsideFunction?: string;
  /** The desk itself asks other sites; refused on AWS, where it may read people's details. */
  asksOtherSites?: true;
  /** The token that CloudFront adds to each request, which proves that the request came through it. Absent on one machine. */
  siteToken?: string;
  /** How people sign in on the desk. `none` and `optional` only on one machine, where anyone who can reach the desk owns the machine. */
  signIn: (SignInConfig & { optional?: true }) | 'none';
};

/**
 * Cognito's user pool. `issuer`: its id as an issuer of tokens; `client`: our client id there; `host`: its pages; `site`: our pages;
 * `pool`: where it answers calls about its users, and its id there. All URLs are `https://…` without an ending slash.
 */
export type SignInConfig = { issuer: string; client: string; host: string; site: string; pool: { url: string; id: string } };

/**
 * The environment variable of each part of the configuration. Some names are older than the words of the code (`TABLE_REGISTER`,
 * `SITE_WORD`).
 */
export const environmentNames = {
  stage: 'NEWSROOM_STAGE',
  tablePublications: 'TABLE_PUBLICATIONS',
  tableLedger: 'TABLE_LEDGER',
  tableSubscribers: 'TABLE_SUBSCRIBERS',
  tableSuppressions: 'TABLE_SUPPRESSIONS',
  tableSwitches: 'TABLE_SWITCHES',
  tableDesk: 'TABLE_DESK',
  queueSend: 'QUEUE_SEND_URL',
  queuePost: 'QUEUE_POST_URL',
  contentBucket: 'CONTENT_BUCKET',
  eventArchiveBucket: 'ARCHIVE_BUCKET',
  importBucket: 'IMPORT_BUCKET',
  configurationSet: 'SES_CONFIGURATION_SET',
  callsBy: 'CALLS_BY',
  mailDomain: 'MAIL_DOMAIN',
  secretX: 'SECRET_X',
  secretTokens: 'SECRET_TOKENS',
  signInIssuer: 'SIGN_IN_ISSUER',
  signInClient: 'SIGN_IN_CLIENT',
  signInHost: 'SIGN_IN_HOST',
  signInSite: 'SIGN_IN_SITE',
  signInPool: 'SIGN_IN_POOL',
  signInPoolUrl: 'SIGN_IN_POOL_URL',
  siteToken: 'SITE_WORD',
  checkLinksFunction: 'CHECK_LINKS_FUNCTION',
  fetchOutsideFunction: 'FETCH_OUTSIDE_FUNCTION',
  doctor: 'DOCTOR',
  xLoopbackPort: 'X_LOOPBACK_PORT',
  asksOtherSites: 'ASKS_OTHER_SITES',
} as const;

/**
 * Reads the configuration from the environment.
 * @throws when a name is missing (the message lists all of them), or when AWS is given what only one machine may have.
 */
export function readConfig(environment: Record<string, string | undefined>): Config {
  const missing = new Set<string>();
  const read = (name: string): string => {
    const value = environment[name];
    if (!value) missing.add(name);
    return value ?? '';
  };
  const port = environment[environmentNames.xLoopbackPort];
  const siteToken = environment[environmentNames.siteToken];
  const callsBy = environment[environmentNames.callsBy];
  const stage = read(environmentNames.stage);
  const config: Config = {
    stage,
    tables: {
      publications: read(environmentNames.tablePublications),
      ledger: read(environmentNames.tableLedger),
      subscribers: read(environmentNames.tableSubscribers),
      suppressions: read(environmentNames.tableSuppressions),
      switches: read(environmentNames.tableSwitches),
      desk: read(environmentNames.tableDesk),
    },
    queues: { send: read(environmentNames.queueSend), post: read(environmentNames.queuePost) },
    contentBucket: read(environmentNames.contentBucket),
    eventArchiveBucket: read(environmentNames.eventArchiveBucket),
    importBucket: read(environmentNames.importBucket),
    configurationSet: read(environmentNames.configurationSet),
    secrets: { x: read(environmentNames.secretX), tokens: read(environmentNames.secretTokens) },
    signIn:
      stage === 'local' && !environment[environmentNames.signInIssuer]
        ? 'none'
        : {
            issuer: read(environmentNames.signInIssuer),
            client: read(environmentNames.signInClient),
            host: read(environmentNames.signInHost),
            site: read(environmentNames.signInSite),
            pool: { id: read(environmentNames.signInPool), url: read(environmentNames.signInPoolUrl) },
            ...(stage === 'local' ? { optional: true } : {}),
          },
    ...(stage === 'local'
      ? {}
      : {
          checkLinksFunction: read(environmentNames.checkLinksFunction),
          fetchOutsideFunction: read(environmentNames.fetchOutsideFunction),
          deployed: { domain: read(environmentNames.mailDomain), site: read(environmentNames.signInSite) },
        }),
    ...(callsBy === 'sdk' ? { callsBy } : {}),
    ...(port ? { xLoopbackPort: Number(port) } : {}),
    ...(environment[environmentNames.asksOtherSites] ? { asksOtherSites: true } : {}),
    ...(siteToken ? { siteToken } : {}),
  };
  if (missing.size > 0)
    throw new Error(`The environment lacks ${[...missing].join(', ')}. The CDK app sets them; see functions/config.ts.`);
  if (callsBy && callsBy !== 'sdk') throw new Error(`${environmentNames.callsBy} is "${callsBy}". Write "sdk", or remove it.`);
  if (config.stage !== 'local' && config.xLoopbackPort !== undefined) {
    throw new Error(
      `${environmentNames.xLoopbackPort} is set, but the stage is "${config.stage}": the stand-in for X is for one machine only. Remove it.`,
    );
  }
  if (config.stage !== 'local' && config.asksOtherSites) {
    throw new Error(
      `${environmentNames.asksOtherSites} is set, but the stage is "${config.stage}": a function that may read people's details asks nothing of other sites. Remove it.`,
    );
  }
  // Lambda itself sets this name, so a misspelt stage on AWS cannot open the desk without a sign-in.
  if ((config.signIn === 'none' || config.signIn.optional) && environment.AWS_LAMBDA_FUNCTION_NAME) {
    throw new Error(`${environmentNames.stage} is "local" in a Lambda, where the desk needs its sign-in. The CDK app sets it to "aws".`);
  }
  return config;
}

/**
 * What only the doctor must know: names of the stack's parts, and what the domain's records must lead to. `nameServers`: others than those
 * of the machine, as `127.0.0.1:53`.
 */
export type DoctorConfig = {
  region: string;
  siteHost: string;
  siteTarget: string;
  dkim: { name: string; value: string }[];
  certificateArn: string;
  alarmTopic: string;
  ruleSet: string;
  deadLetters: { send: string; post: string; events: string; unsubscribe: string };
  nameServers?: string[];
};

/** Reads it from the environment of the function Doctor. @throws when it is not there. */
export function readDoctorConfig(environment: Record<string, string | undefined>): DoctorConfig {
  const written = environment[environmentNames.doctor];
  if (!written) throw new Error(`The environment lacks ${environmentNames.doctor}. The CDK app sets it; see functions/config.ts.`);
  return JSON.parse(written);
}
