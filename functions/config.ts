// The environment of a Lambda, read and checked in one place. The CDK app sets these names; nothing else reads them.

/** What each Lambda is told by its environment. Secrets are named here and read at run time. */
export type Config = {
  /** `local` on one machine; anything else is AWS. */
  stage: string;
  tables: { register: string; ledger: string; subscribers: string; suppressions: string; switches: string };
  queues: { send: string; post: string };
  /** The bucket that holds `newsroom.yaml`, `posts/`, `events/` and `images/`. */
  contentBucket: string;
  /** The bucket into which SES's own account of every mail is written, beside the queue. */
  archiveBucket: string;
  /** The SES configuration set, whose events come back to us. */
  configurationSet: string;
  /** Names of secrets: the keys of the X account, and the keys that sign links and make subscriber ids. */
  secrets: { x: string; tokens: string };
  /** The port of the stand-in for X on this machine; refused on AWS. */
  xLoopbackPort?: number;
};

/** The name in the environment of each part of the configuration. */
export const environmentNames = {
  stage: 'NEWSROOM_STAGE',
  tableRegister: 'TABLE_REGISTER',
  tableLedger: 'TABLE_LEDGER',
  tableSubscribers: 'TABLE_SUBSCRIBERS',
  tableSuppressions: 'TABLE_SUPPRESSIONS',
  tableSwitches: 'TABLE_SWITCHES',
  queueSend: 'QUEUE_SEND_URL',
  queuePost: 'QUEUE_POST_URL',
  contentBucket: 'CONTENT_BUCKET',
  archiveBucket: 'ARCHIVE_BUCKET',
  configurationSet: 'SES_CONFIGURATION_SET',
  secretX: 'SECRET_X',
  secretTokens: 'SECRET_TOKENS',
  xLoopbackPort: 'X_LOOPBACK_PORT',
} as const;

/** @throws when a name is missing, listing all that are, or when a stand-in is configured outside `local`. */
export function readConfig(environment: Record<string, string | undefined>): Config {
  const missing: string[] = [];
  const read = (name: string): string => {
    const value = environment[name];
    if (!value) missing.push(name);
    return value ?? '';
  };
  const port = environment[environmentNames.xLoopbackPort];
  const config: Config = {
    stage: read(environmentNames.stage),
    tables: {
      register: read(environmentNames.tableRegister),
      ledger: read(environmentNames.tableLedger),
      subscribers: read(environmentNames.tableSubscribers),
      suppressions: read(environmentNames.tableSuppressions),
      switches: read(environmentNames.tableSwitches),
    },
    queues: { send: read(environmentNames.queueSend), post: read(environmentNames.queuePost) },
    contentBucket: read(environmentNames.contentBucket),
    archiveBucket: read(environmentNames.archiveBucket),
    configurationSet: read(environmentNames.configurationSet),
    secrets: { x: read(environmentNames.secretX), tokens: read(environmentNames.secretTokens) },
    ...(port ? { xLoopbackPort: Number(port) } : {}),
  };
  if (missing.length > 0) throw new Error(`The environment lacks ${missing.join(', ')}. The CDK app sets them; see functions/config.ts.`);
  if (config.stage !== 'local' && config.xLoopbackPort !== undefined) {
    throw new Error(
      `${environmentNames.xLoopbackPort} is set, but the stage is "${config.stage}": the stand-in for X is for one machine only. Remove it.`,
    );
  }
  return config;
}
