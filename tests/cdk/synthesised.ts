import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { readDeployment, stackName } from '#cdk/deployment';
import { FEATURE_FLAGS } from '#cdk/feature-flags';
import { NewsroomStack } from '#cdk/newsroom-stack';

/** The bundle of each function, by the name of its role. */
export const bundles: Record<string, string> = {
  Tick: 'tick',
  Send: 'send',
  Post: 'post',
  HandleSesEvents: 'ses-events',
  Public: 'public',
  UnsubscribeByMail: 'unsubscribe-by-mail',
  Desk: 'desk',
  Certify: 'certify',
  Anonymise: 'anonymise',
  CheckLinks: 'check-links',
  FetchOutside: 'fetch-outside',
  WatchFeed: 'watch-feed',
  Doctor: 'doctor',
};

/** The context of cdk.json, as the CDK's command reads it. */
export const context: Record<string, unknown> = JSON.parse(readFileSync('cdk.json', 'utf8')).context;

const scratch = mkdtempSync(join(tmpdir(), 'newsroom-cdk-'));
// Test files that share a process share the folder too.
process.once('exit', () => rmSync(scratch, { recursive: true }));

/** Returns an app with the context of cdk.json, which writes into a new folder. */
export const newApp = (flags: Record<string, unknown> = FEATURE_FLAGS): App =>
  new App({ context, postCliContext: flags, outdir: mkdtempSync(join(scratch, 'out-')) });

/** Returns the stack with empty bundles. Its template is the same for any content of the bundles. `own`: other settings than cdk.json's. */
export function newsroomIn(app: App, own: Record<string, unknown> = {}): NewsroomStack {
  const folder = mkdtempSync(join(scratch, 'bundles-'));
  for (const name of Object.values(bundles)) {
    mkdirSync(join(folder, name));
    writeFileSync(join(folder, name, 'index.mjs'), 'export const handler = async () => {};\n');
  }
  const deployment = readDeployment((name) => ({ ...context, ...own })[name]);
  return new NewsroomStack(app, stackName(deployment), { deployment, bundles: folder });
}

export type Resource = { Type: string; Properties: Record<string, any>; DeletionPolicy?: string; UpdateReplacePolicy?: string };

let synthesised: Template | undefined;

/** Returns the stack's template, which is made once for the test files that share a process. */
export function newsroom(): Template {
  synthesised ??= Template.fromStack(newsroomIn(newApp()));
  return synthesised;
}

/** Returns all resources of a type with their names in the stack: the logical id without its hash. */
export function all(type: string): [name: string, resource: Resource][] {
  const resources: Record<string, Resource> = newsroom().toJSON().Resources;
  return Object.entries(resources).flatMap(([id, resource]) => (resource.Type === type ? [[nameOf(id), resource]] : []));
}

export const one = (type: string, name: string): Resource => {
  const found = all(type).find(([known]) => known === name);
  if (!found) throw new Error(`No ${type} is called ${name}; there are ${all(type).map(([known]) => known)}.`);
  return found[1];
};

/** Returns a value of the template as text. A reference such as `{"Fn::GetAtt": ["TablesLedger1234ABCD", "Arn"]}` is `TablesLedger`. */
export function say(value: unknown): string {
  if (typeof value !== 'object' || value === null) return String(value);
  if ('Ref' in value) return nameOf(String(value.Ref));
  if ('Fn::GetAtt' in value && Array.isArray(value['Fn::GetAtt'])) return nameOf(String(value['Fn::GetAtt'][0]));
  if ('Fn::Join' in value && Array.isArray(value['Fn::Join'])) return value['Fn::Join'][1].map(say).join(value['Fn::Join'][0]);
  throw new Error(`${JSON.stringify(value)} is no kind of value that is known here. Add it to say().`);
}

const nameOf = (id: string): string => id.replace(/[0-9A-F]{8}$/, '');

export const several = <V>(value: V | V[]): V[] => (Array.isArray(value) ? value : [value]);
