import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { afterAll } from 'vitest';
import { readDeployment } from '#cdk/deployment';
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
};

/** The context that the CLI would read. */
export const context: Record<string, unknown> = JSON.parse(readFileSync('cdk.json', 'utf8')).context;

const scratch = mkdtempSync(join(tmpdir(), 'newsroom-cdk-'));
afterAll(() => rmSync(scratch, { recursive: true }));

/** An app that writes into a new folder, as cdk.json sets it up. */
export const newApp = (): App => new App({ context, outdir: mkdtempSync(join(scratch, 'out-')) });

/** The stack over empty bundles: what it deploys does not depend on what is in them. */
export function newsroomIn(app: App): NewsroomStack {
  const folder = mkdtempSync(join(scratch, 'bundles-'));
  for (const name of Object.values(bundles)) {
    mkdirSync(join(folder, name));
    writeFileSync(join(folder, name, 'index.mjs'), 'export const handler = async () => {};\n');
  }
  return new NewsroomStack(app, 'Newsroom', { deployment: readDeployment((name) => context[name]), bundles: folder });
}

export type Resource = { Type: string; Properties: Record<string, any>; DeletionPolicy?: string; UpdateReplacePolicy?: string };

let synthesised: Template | undefined;

/** The stack's template, made once for each test file. */
export function newsroom(): Template {
  synthesised ??= Template.fromStack(newsroomIn(newApp()));
  return synthesised;
}

/** All resources of a type, by the name that the stack gives them: a logical id without its hash. */
export function all(type: string): [name: string, resource: Resource][] {
  const resources: Record<string, Resource> = newsroom().toJSON().Resources;
  return Object.entries(resources).flatMap(([id, resource]) => (resource.Type === type ? [[nameOf(id), resource]] : []));
}

export const one = (type: string, name: string): Resource => {
  const found = all(type).find(([known]) => known === name);
  if (!found) throw new Error(`No ${type} is called ${name}; there are ${all(type).map(([known]) => known)}.`);
  return found[1];
};

/** What a value of the template says, with names for references: `{"Fn::GetAtt": ["TablesLedger1234ABCD", "Arn"]}` is `TablesLedger`. */
export function say(value: unknown): string {
  if (typeof value !== 'object' || value === null) return String(value);
  if ('Ref' in value) return nameOf(String(value.Ref));
  if ('Fn::GetAtt' in value && Array.isArray(value['Fn::GetAtt'])) return nameOf(String(value['Fn::GetAtt'][0]));
  if ('Fn::Join' in value && Array.isArray(value['Fn::Join'])) return value['Fn::Join'][1].map(say).join(value['Fn::Join'][0]);
  throw new Error(`What does ${JSON.stringify(value)} say?`);
}

const nameOf = (id: string): string => id.replace(/[0-9A-F]{8}$/, '');

export const several = <V>(value: V | V[]): V[] => (Array.isArray(value) ? value : [value]);
