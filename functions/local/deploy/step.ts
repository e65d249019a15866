import type { Temporal } from 'temporal-polyfill';
import type { Aws } from '#local/deploy/aws/aws';
import type { Settings } from '#local/deploy/settings';
import type { Terminal } from '#local/deploy/terminal';

/**
 * What became of a step. `done`: nothing is left to do. `waits`: somebody else has to do something first; other steps go on. `stops`: no
 * later step can work, and the next run begins again here.
 */
export type Outcome =
  | { is: 'done'; said: string }
  | { is: 'waits'; said: string; whom: string; next: string }
  | { is: 'stops'; said: string; next: string };

/**
 * One step of a deployment. It can be repeated: it looks at AWS, not at a record of its own, and does only what is still to be done.
 * `Needs`: what it has to do with.
 */
export type Step<Needs extends keyof Deployment = keyof Deployment> = {
  title: string;
  /** What it looks for and what it does, as the dry run says it. */
  looks(known: Settings): string;
  does(known: Settings): string;
  run(deployment: Pick<Deployment, Needs>): Promise<Outcome>;
};

/** Of newsroom.yaml. */
export type Rules = {
  name: string;
  sender: string;
  site: string;
  handle: string | undefined;
  /** What is wrong with the file for a newsroom that sends from this domain and has its pages there, by line. */
  problems(place: Pick<Settings, 'domain' | 'siteHost'>): string[];
};

/** What steps have to do with. */
export type Deployment = {
  settings: Settings;
  rules: Rules;
  /** The folder of stories. */
  content: string;
  aws: Aws;
  /** Runs the CDK's own command, which writes to the terminal. Returns its exit code. */
  cdk(...options: string[]): Promise<number>;
  /** Runs one of the project's scripts in the same way. */
  script(file: string, ...options: string[]): Promise<number>;
  terminal: Terminal;
  /** Each question for a yes is answered by yes. */
  yes: boolean;
  /** Asks DNS, as anybody does. Nothing when there is no such record. */
  lookup(name: string, type: 'CNAME' | 'MX' | 'TXT'): Promise<string[]>;
  tryX(keys: XKeys): Promise<XTried>;
  /** Puts values into cdk.json. */
  save(values: Partial<Settings>): void;
  /** Writes a text for a person into a file, and returns its path. */
  keep(name: string, text: string): string;
  now(): Temporal.Instant;
  wait(ms: number): Promise<void>;
};

export type XKeys = { appKey: string; appSecret: string; accessToken: string; accessSecret: string };
/** `mayWrite`: undefined when X did not say. */
export type XTried = { handle: string; mayWrite: boolean | undefined } | { refused: string };

export const done = (said: string): Outcome => ({ is: 'done', said });
export const stops = (said: string, next: string): Outcome => ({ is: 'stops', said, next });
export const waits = (said: string, whom: string, next: string): Outcome => ({ is: 'waits', said, whom, next });
