// The environment of a Lambda, read and checked in one place. The CDK app sets these names; nothing else reads them.

/** What each Lambda is told by its environment. Secrets are named here and read at run time. */
export type Config = {
  /** `local` on one machine; anything else is AWS. */
  stage: string;
  tables: { publications: string; ledger: string; subscribers: string; suppressions: string; switches: string; desk: string };
  queues: { send: string; post: string };
  /** The bucket that holds `newsroom.yaml`, `posts/`, `events/` and `images/`. */
  contentBucket: string;
  /** The bucket into which SES's own account of every mail is written, beside the queue. */
  eventArchiveBucket: string;
  /** The bucket for lists of people that are being brought in: deleted after seven days. */
  importBucket: string;
  /** The SES configuration set, whose events come back to us. */
  configurationSet: string;
  /** Names of secrets: the keys of the accounts on X and Bluesky, and the keys that sign links and make subscriber ids. */
  secrets: { x: string; tokens: string };
  /** The port of the stand-in for X on this machine; refused on AWS. */
  xLoopbackPort?: number;
  /** What CloudFront says to the API with each request, so that we know which of them came through it; absent on one machine. */
  siteToken?: string;
  /** How people sign in on the desk. `none` only on one machine, where whoever can reach the desk owns the machine. */
  signIn: SignInConfig | 'none';
};

/** Cognito's user pool: who it is as an issuer of tokens, our client there, where its pages are, and where ours are (all `https://…` without an ending slash). */
export type SignInConfig = { issuer: string; client: string; host: string; site: string };

/** The name in the environment of each part of the configuration. */
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
  secretX: 'SECRET_X',
  secretTokens: 'SECRET_TOKENS',
  signInIssuer: 'SIGN_IN_ISSUER',
  signInClient: 'SIGN_IN_CLIENT',
  signInHost: 'SIGN_IN_HOST',
  signInSite: 'SIGN_IN_SITE',
  siteToken: 'SITE_WORD',
  xLoopbackPort: 'X_LOOPBACK_PORT',
} as const;

/** @throws when a name is missing, listing all that are, or when what is for one machine only is asked for elsewhere. */
export function readConfig(environment: Record<string, string | undefined>): Config {
  const missing: string[] = [];
  const read = (name: string): string => {
    const value = environment[name];
    if (!value) missing.push(name);
    return value ?? '';
  };
  const port = environment[environmentNames.xLoopbackPort];
  const siteToken = environment[environmentNames.siteToken];
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
      stage === 'local'
        ? 'none'
        : {
            issuer: read(environmentNames.signInIssuer),
            client: read(environmentNames.signInClient),
            host: read(environmentNames.signInHost),
            site: read(environmentNames.signInSite),
          },
    ...(port ? { xLoopbackPort: Number(port) } : {}),
    ...(siteToken ? { siteToken } : {}),
  };
  if (missing.length > 0) throw new Error(`The environment lacks ${missing.join(', ')}. The CDK app sets them; see functions/config.ts.`);
  if (config.stage !== 'local' && config.xLoopbackPort !== undefined) {
    throw new Error(
      `${environmentNames.xLoopbackPort} is set, but the stage is "${config.stage}": the stand-in for X is for one machine only. Remove it.`,
    );
  }
  // Lambda itself sets this name: on AWS nobody gets onto the desk because a stage was misspelt.
  if (config.signIn === 'none' && environment.AWS_LAMBDA_FUNCTION_NAME) {
    throw new Error(`${environmentNames.stage} is "local" in a Lambda, where the desk needs its sign-in. The CDK app sets it to "aws".`);
  }
  return config;
}
