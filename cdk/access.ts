// What a function may do, in the words of the stack's list. There is no word for deleting from the suppressions or the register.
import { Stack, Validations } from 'aws-cdk-lib';
import type { TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Bucket } from 'aws-cdk-lib/aws-s3';
import type { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import type { EmailIdentity } from 'aws-cdk-lib/aws-ses';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import type { IConstruct } from 'constructs';

/** Items by their key and whole partitions; no scan, so nobody reads a table end to end by mistake. */
export const read = (...tables: TableV2[]): PolicyStatement => onTables(tables, 'GetItem', 'BatchGetItem', 'Query');

/** New items and changed ones. */
export const write = (...tables: TableV2[]): PolicyStatement => onTables(tables, 'PutItem', 'UpdateItem');

/** New items only, as far as DynamoDB can tell: a put that replaces is one the code must forbid by its condition. */
export const add = (...tables: TableV2[]): PolicyStatement => onTables(tables, 'PutItem');

/** Keeping texts by their content, and nothing else of the ledger. */
export function seal(ledger: TableV2): PolicyStatement {
  const statement = add(ledger);
  statement.addCondition('ForAllValues:StringLike', { 'dynamodb:LeadingKeys': ['SEALED#*'] });
  return statement;
}

/** What became of a letter that the function was asked to send, and nothing else of the readers. */
export function answerLetters(subscribers: TableV2): PolicyStatement {
  const statement = onTables([subscribers], 'UpdateItem');
  statement.addCondition('ForAllValues:StringLike', { 'dynamodb:LeadingKeys': ['LETTERS'] });
  return statement;
}

/** Taking items away; with partitions (`L#*`), only those below them. */
export function erase(table: TableV2, ...partitions: string[]): PolicyStatement {
  const statement = onTables([table], 'DeleteItem');
  if (partitions.length > 0) statement.addCondition('ForAllValues:StringLike', { 'dynamodb:LeadingKeys': partitions });
  return statement;
}

/** Setting a switch, and taking it away again; ending a session. What the audit log in the same table says is never taken away. */
export const flip = (switches: TableV2): PolicyStatement[] => [add(switches), erase(switches, 'SWITCH', 'SESSIONS')];

export const ring = (...queues: Queue[]): PolicyStatement =>
  new PolicyStatement({ actions: ['sqs:SendMessage'], resources: queues.map((queue) => queue.queueArn) });

export const readSecret = (secret: Secret): PolicyStatement =>
  new PolicyStatement({ actions: ['secretsmanager:GetSecretValue'], resources: [secret.secretArn] });

/** Objects below these prefixes; a name without an ending `*` is one object. */
export const readObjects = (bucket: Bucket, ...names: string[]): PolicyStatement =>
  new PolicyStatement({ actions: ['s3:GetObject'], resources: names.map((name) => bucket.arnForObjects(name)) });

/** Also what makes S3 answer "there is none" for a missing object; without it that is "access denied", as for a fault. */
export const listObjects = (bucket: Bucket): PolicyStatement =>
  new PolicyStatement({ actions: ['s3:ListBucket'], resources: [bucket.bucketArn] });

/** Mail from addresses at `domain` only, and only with the configuration set whose events come back to us. */
export const sendMail = (identity: EmailIdentity, configurationSetArn: string, domain: string): PolicyStatement =>
  new PolicyStatement({
    actions: ['ses:SendRawEmail'],
    resources: [identity.emailIdentityArn, configurationSetArn],
    conditions: { StringLike: { 'ses:FromAddress': `*@${domain}` } },
  });

/** How fast the account may send. SES knows no narrower resource for this question than the account. */
export function askSendRate(scope: Stack): PolicyStatement {
  Validations.of(scope).acknowledge({
    id: 'AwsSolutions::AwsSolutions-IAM5[Resource::*]',
    reason:
      'The action ses:GetSendQuota reads two numbers of the account and has no resource. The test of permissions sees that nothing else has this resource.',
  });
  return new PolicyStatement({ actions: ['ses:GetSendQuota'], resources: ['*'] });
}

/** The condition that keeps a service from acting here for somebody else's account. */
export const thisAccount = (scope: IConstruct): { StringEquals: Record<string, string> } => ({
  StringEquals: { 'aws:SourceAccount': Stack.of(scope).account },
});

function onTables(tables: TableV2[], ...actions: string[]): PolicyStatement {
  return new PolicyStatement({ actions: actions.map((action) => `dynamodb:${action}`), resources: tables.map((table) => table.tableArn) });
}
