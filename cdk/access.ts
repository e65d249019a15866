// Makes the IAM permissions of a function from the methods of ports that it may use. functions/adapters/stores.ts says which AWS calls
// each method needs, and on which place.
import { Stack } from 'aws-cdk-lib';
import type { UserPool } from 'aws-cdk-lib/aws-cognito';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Function as Lambda } from 'aws-cdk-lib/aws-lambda';
import type { Bucket } from 'aws-cdk-lib/aws-s3';
import type { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import type { EmailIdentity } from 'aws-cdk-lib/aws-ses';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { IQueue, Queue } from 'aws-cdk-lib/aws-sqs';
import type { IConstruct } from 'constructs';
import type { Grant } from '#adapters/grants';
import { type Calls, type Examined, type Partition, type Place, stores } from '#adapters/stores';
import type { StoredTable } from '#cdk/tables';

/** The resources of this stack for the places in functions/adapters/stores.ts. */
export type Places = {
  tables: Record<Partition['table'], StoredTable>;
  buckets: Record<Extract<Place, { bucket: string }>['bucket'], Bucket>;
  queues: Record<Extract<Place, { queue: string }>['queue'], Queue>;
  secrets: Record<Extract<Place, { secret: string }>['secret'], Secret>;
  userPools: Record<Extract<Place, { userPool: string }>['userPool'], UserPool>;
  functions: Record<Extract<Place, { function: string }>['function'], Lambda>;
  deadLetters: Record<Extract<Place, { deadLetters: string }>['deadLetters'], IQueue>;
  alarms: ITopic;
  certificateArn: string;
  mail: { domain: string; identity: EmailIdentity; configurationSetArn: string };
};

/** Returns the IAM statements for these grants. There are as few as possible, because the policies of a role may have 10,240 characters. */
export function statementsOf(grants: readonly Grant[], places: Places): PolicyStatement[] {
  const rights = grants
    .flatMap(callsOf)
    .flatMap((call) => Object.entries<readonly Place[]>(call).flatMap(([action, where]) => rightsTo(action, where, places)));
  return merged(rights).map(
    ({ actions, resources, keys, from }) =>
      new PolicyStatement({
        actions: [...actions],
        resources: [...resources],
        conditions: {
          // This condition is also true for a request without a key. Only a scan is one, and no function has the right to scan.
          ...(keys.size > 0 && { 'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': [...keys] } }),
          ...(from && { StringLike: { 'ses:FromAddress': from } }),
        },
      }),
  );
}

function callsOf({ port, methods }: Grant): Calls[] {
  const known = new Map<string, Calls>(Object.entries(stores[port]));
  return methods.flatMap((method) => known.get(method) ?? []);
}

type Right = { actions: Set<string>; resources: Set<string>; keys: Set<string>; from?: string };

function rightsTo(action: string, where: readonly Place[], places: Places): Right[] {
  const { tables, buckets, queues, secrets, userPools, functions, mail } = places;
  const right = (service: string, ...resources: string[]): Right => ({
    actions: new Set([`${service}:${action}`]),
    resources: new Set(resources),
    keys: new Set(),
  });
  const rights = where.map((place): Right => {
    if ('table' in place) return { ...right('dynamodb', tables[place.table].tableArn), keys: new Set([pattern(place.key, '#')]) };
    if ('bucket' in place) {
      const bucket = buckets[place.bucket];
      return right('s3', action === 'ListBucket' ? bucket.bucketArn : bucket.arnForObjects(pattern(place.path, '/')));
    }
    if ('queue' in place) return right('sqs', queues[place.queue].queueArn);
    if ('secret' in place) return right('secretsmanager', secrets[place.secret].secretArn);
    if ('userPool' in place) return right('cognito-idp', userPools[place.userPool].userPoolArn);
    if ('function' in place) return right('lambda', functions[place.function].functionArn);
    if (!('ses' in place)) return right(...examined(place, places));
    switch (place.ses) {
      case 'our mail':
        return { ...right('ses', mail.identity.emailIdentityArn, mail.configurationSetArn), from: `*@${mail.domain}` };
      case 'our domain':
        return right('ses', mail.identity.emailIdentityArn);
      case 'our configuration set':
        return right('ses', mail.configurationSetArn);
      case 'the account':
        // IAM has no narrower resource for SES actions on the account.
        return right('ses', '*');
      default:
        return place.ses satisfies never;
    }
  });
  // A batch read of several tables becomes one right on all of them: AWS does not document whether IAM checks the keys of each table
  // separately. This allows nothing more, because no partition is in two tables.
  return action === 'BatchGetItem' ? [rights.reduce((one, other) => joined(one, other))] : rights;
}

/** Returns the service and the resource of what the doctor looks at. */
function examined(place: Examined, { tables, deadLetters, alarms, certificateArn }: Places): [service: string, resource: string] {
  if ('settingsOf' in place) return ['dynamodb', tables[place.settingsOf].tableArn];
  if ('deadLetters' in place) return ['sqs', deadLetters[place.deadLetters].queueArn];
  if ('topic' in place) return ['sns', alarms.topicArn];
  if ('certificate' in place) return ['acm', certificateArn];
  // IAM has no narrower resource for the limits of the account.
  return ['lambda', '*'];
}

/** Returns the IAM pattern of a name: a name that ends in `end` means all names that begin with it. */
const pattern = (name: string, end: string): string => (name.endsWith(end) ? `${name}*` : name);

/** Merges first all keys and resources of one action in one place, then all actions on the same keys and resources. */
function merged(rights: readonly Right[]): Right[] {
  const byAction = mergedBy(rights, ({ actions, resources, keys }) => [...actions, ...(keys.size > 0 ? resources : [])]);
  return mergedBy(byAction, ({ resources, keys, from }) => [...resources, ...keys, from]);
}

function mergedBy(rights: readonly Right[], nameOf: (right: Right) => unknown[]): Right[] {
  const found = new Map<string, Right>();
  for (const right of rights) {
    const name = nameOf(right).map(String).sort().join(' ');
    const known = found.get(name);
    found.set(name, known ? joined(known, right) : right);
  }
  return [...found.values()];
}

const joined = (one: Right, other: Right): Right => ({
  ...one,
  actions: new Set([...one.actions, ...other.actions]),
  resources: new Set([...one.resources, ...other.resources]),
  keys: new Set([...one.keys, ...other.keys]),
});

/** Returns the condition that lets a service act here only for this account (against the confused deputy). */
export const thisAccount = (scope: IConstruct): { StringEquals: Record<string, string> } => ({
  StringEquals: { 'aws:SourceAccount': Stack.of(scope).account },
});
