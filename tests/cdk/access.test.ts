import { describe, expect, test } from 'vitest';
import { all, functions, type Resource, say, several } from './synthesised.ts';

type Permission = { function: string; action: string; on: string; condition?: unknown };

/** All that the roles of the functions allow, one row for each action on each resource. */
const permissions: Permission[] = all('AWS::IAM::Policy').flatMap(([, policy]) =>
  statements(policy).flatMap(({ Action, Resource, Condition }) =>
    several(Action).flatMap((action) =>
      several(Resource).map((resource) => ({ function: holder(policy), action, on: say(resource), condition: Condition })),
    ),
  ),
);

function statements(policy: Resource): { Effect: string; Action: string | string[]; Resource: unknown; Condition?: unknown }[] {
  return policy.Properties.PolicyDocument.Statement;
}

/** `SendRole` belongs to `send`. */
function holder(policy: Resource): string {
  return say(policy.Properties.Roles[0]).replace(/Role$/, '').toLowerCase();
}

/** Which functions may do this, in the order of the alphabet. */
function whoMay(action: string, on: string): string[] {
  const rows = permissions.filter((permission) => permission.action === action && permission.on === on);
  return [...new Set(rows.map((permission) => permission.function))].sort();
}

describe('what each function may do', () => {
  test('only send may mail: from an address at the domain, with the configuration set that reports back', () => {
    const mailing = permissions.filter(({ action }) => action.startsWith('ses:Send'));
    expect(new Set(mailing.map(({ function: who, action }) => `${who} ${action}`))).toEqual(new Set(['send ses:SendRawEmail']));
    expect(mailing.map(({ condition }) => condition)).toEqual(
      mailing.map(() => ({ StringLike: { 'ses:FromAddress': '*@news.example.org' } })),
    );
    expect(mailing.map(({ on }) => on.replace(/^.*:/, ''))).toEqual(['identity/MailIdentity', 'configuration-set/MailConfigurationSet']);
  });

  test('only post reads the keys of X, and only those who sign or verify links read theirs', () => {
    expect(whoMay('secretsmanager:GetSecretValue', 'SecretsX')).toEqual(['post']);
    expect(whoMay('secretsmanager:GetSecretValue', 'SecretsTokens')).toEqual(['desk', 'heed', 'leavebymail', 'public', 'send']);
    expect(permissions.filter(({ action }) => action.startsWith('secretsmanager:'))).toHaveLength(6);
  });

  test('nobody deletes a suppression or a publication, only the tick what the ledger knows of readers, and only the desk a switch', () => {
    const deleting = permissions.filter(({ action }) => /^(dynamodb|s3):.*(Delete|Batch.*Write|PartiQL)/.test(action));
    expect(new Set(deleting.map(({ action }) => action))).toEqual(new Set(['dynamodb:DeleteItem', 's3:DeleteObject']));
    expect(deleting.filter(({ action }) => action === 's3:DeleteObject').map(({ function: who, on }) => [who, on])).toEqual([
      ['tick', 'ImportsBucket/imports/*'],
    ]);
    expect(whoMay('dynamodb:DeleteItem', 'TablesRegister')).toEqual([]);
    // Of the suppressions only what is not one: presses of a button of which nobody knows yet whose they were.
    const pressed = { 'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': ['DEPARTURES'] } };
    for (const { on, condition } of deleting) if (on === 'TablesSuppressions') expect(condition).toEqual(pressed);
    expect(whoMay('dynamodb:DeleteItem', 'TablesSwitches')).toEqual(['desk']);
    const flipped = { 'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': ['SWITCH', 'SESSIONS'] } };
    for (const { on, condition } of deleting) if (on === 'TablesSwitches') expect(condition).toEqual(flipped);
    expect(whoMay('dynamodb:DeleteItem', 'TablesLedger')).toEqual(['tick']);
    const condition = { 'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': ['HEAD#*', 'L#*', 'DUP#*', 'SEALED#*'] } };
    expect(deleting.filter(({ on }) => on === 'TablesLedger').map((permission) => permission.condition)).toEqual([condition]);
  });

  test.each([
    ['TablesRegister', ['tick']],
    ['TablesLedger', ['desk', 'heed', 'post', 'public', 'send', 'tick']],
    ['TablesSubscribers', ['desk', 'heed', 'leavebymail', 'public', 'tick']],
    ['TablesSuppressions', ['desk', 'heed', 'leavebymail', 'public', 'tick']],
    ['TablesSwitches', ['desk', 'post', 'send']],
  ])('%s is written by %j and nobody else', (table, writers) => {
    expect(whoMay('dynamodb:PutItem', table)).toEqual(writers);
  });

  test('the pages for readers write nothing into the ledger but sealed texts', () => {
    const writing = permissions.filter(
      ({ function: who, action, on }) => who === 'public' && on === 'TablesLedger' && /Put|Update|Delete/.test(action),
    );
    expect(writing.map(({ action, condition }) => [action, condition])).toEqual([
      ['dynamodb:PutItem', { 'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': ['SEALED#*'] } }],
    ]);
  });

  test('send writes of the subscribers what became of a letter, and nothing else', () => {
    const writing = permissions.filter(
      ({ function: who, action, on }) => who === 'send' && on === 'TablesSubscribers' && /Put|Update|Delete/.test(action),
    );
    expect(writing.map(({ action, condition }) => [action, condition])).toEqual([
      ['dynamodb:UpdateItem', { 'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': ['LETTERS'] } }],
    ]);
  });

  test('a suppression is added and never changed', () => {
    expect(whoMay('dynamodb:UpdateItem', 'TablesSuppressions')).toEqual([]);
  });

  test.each([
    ['TablesSubscribers', ['certify', 'desk', 'heed', 'leavebymail', 'public', 'send', 'tick']],
    ['TablesSuppressions', ['certify', 'desk', 'heed', 'leavebymail', 'public', 'send', 'tick']],
    ['TablesSwitches', ['desk', 'post', 'send', 'tick']],
  ])('%s is read by %j and nobody else', (table, readers) => {
    for (const action of ['GetItem', 'BatchGetItem', 'Query']) expect(whoMay(`dynamodb:${action}`, table)).toEqual(readers);
  });

  test('the tick rings both queues, send its own, the pages for a letter, and nobody else rings', () => {
    expect(whoMay('sqs:SendMessage', 'ToSendQueue')).toEqual(['public', 'send', 'tick']);
    expect(whoMay('sqs:SendMessage', 'ToPostQueue')).toEqual(['tick']);
    expect(whoMay('sqs:SendMessage', 'ToHeedQueue')).toEqual([]);
  });

  test('each queue is read by its own worker only', () => {
    for (const [queue, worker] of [
      ['ToSendQueue', 'send'],
      ['ToPostQueue', 'post'],
      ['ToHeedQueue', 'heed'],
    ] as const) {
      expect(whoMay('sqs:ReceiveMessage', queue)).toEqual([worker]);
    }
  });

  test('nobody writes content, and only those who show or plan stories read them', () => {
    const byFunctions = permissions.filter(
      ({ function: who, action, on }) => functions.includes(who) && action.startsWith('s3:') && !on.startsWith('ImportsBucket'),
    );
    expect(new Set(byFunctions.map(({ action }) => action))).toEqual(new Set(['s3:GetObject', 's3:ListBucket']));
    expect(whoMay('s3:GetObject', 'ContentBucket/posts/*')).toEqual(['desk', 'public', 'tick']);
    expect(whoMay('s3:GetObject', 'ContentBucket/images/*')).toEqual(['desk', 'post', 'public', 'tick']);
  });

  test('what SES reports is archived by Firehose alone, deleted by nobody, and read by the certificate', () => {
    const putting = permissions.filter(({ action, on }) => action === 's3:PutObject' && on !== 'ImportsBucket/imports/*');
    expect(putting.map(({ function: who, on }) => [who, on])).toEqual([
      ['archivewriter', 'ArchiveBucket/events/*'],
      ['archivewriter', 'ArchiveBucket/errors/*'],
    ]);
    expect(whoMay('s3:GetObject', 'ArchiveBucket/events/*')).toEqual(['archivewriter', 'certify']);
  });

  test('lists of people that are brought in are read and kept by the desk and the tick, and deleted after a week', () => {
    for (const action of ['GetObject', 'PutObject']) expect(whoMay(`s3:${action}`, 'ImportsBucket/imports/*')).toEqual(['desk', 'tick']);
    const [bucket] = all('AWS::S3::Bucket').filter(([name]) => name === 'ImportsBucket');
    expect(bucket?.[1].Properties.LifecycleConfiguration.Rules).toEqual([{ ExpirationInDays: 8, Status: 'Enabled' }]);
    expect(bucket?.[1].Properties.VersioningConfiguration).toBeUndefined();
  });

  test('what takes the addresses out of the archive may do nothing else, and only Firehose may call it', () => {
    const allowed = permissions.filter(({ function: who }) => who === 'strip').map(({ action }) => action);
    expect(new Set(allowed)).toEqual(new Set(['logs:CreateLogStream', 'logs:PutLogEvents']));
    expect(whoMay('lambda:InvokeFunction', 'StripFunction')).toEqual(['archivewriter']);
  });

  test('the certificate changes nothing', () => {
    const asked = permissions.filter(({ function: who }) => who === 'certify').map(({ action }) => action);
    expect(asked.filter((action) => !/^(dynamodb:(GetItem|BatchGetItem|Query)|s3:(GetObject|ListBucket)|logs:.*)$/.test(action))).toEqual(
      [],
    );
  });
});

describe('how permissions are written', () => {
  test('each function has a role of its own, without managed policies', () => {
    const roles = all('AWS::Lambda::Function').map(([, { Properties }]) => say(Properties.Role));
    expect(new Set(roles).size).toBe(functions.length);
    for (const [, { Properties }] of all('AWS::IAM::Role')) expect(Properties.ManagedPolicyArns).toBeUndefined();
  });

  // The template validator does not know how actions are spelt: a misspelt one deploys, and is denied at run time.
  test('all actions are ones that exist', () => {
    const known = new Set([
      ...['GetItem', 'BatchGetItem', 'Query', 'PutItem', 'UpdateItem', 'DeleteItem'].map((action) => `dynamodb:${action}`),
      ...['SendMessage', 'ReceiveMessage', 'DeleteMessage', 'ChangeMessageVisibility', 'GetQueueUrl', 'GetQueueAttributes'].map(
        (action) => `sqs:${action}`,
      ),
      ...['logs:CreateLogStream', 'logs:PutLogEvents', 's3:GetObject', 's3:ListBucket', 's3:DeleteObject'],
      ...['PutObject', 'AbortMultipartUpload', 'GetBucketLocation', 'ListBucketMultipartUploads'].map((action) => `s3:${action}`),
      'firehose:PutRecordBatch',
      ...['secretsmanager:GetSecretValue', 'ses:SendRawEmail', 'ses:GetSendQuota', 'lambda:InvokeFunction'],
    ]);
    expect(permissions.map(({ action }) => action).filter((action) => !known.has(action))).toEqual([]);
  });

  test('no action and no whole resource is a wildcard', () => {
    for (const { function: who, action, on } of permissions) {
      expect(action).not.toContain('*');
      // SES has no resource for the question how fast the account may send.
      if (`${who} ${action}` === 'send ses:GetSendQuota') continue;
      expect(on).not.toMatch(/^\*|^arn:[^/]*\*$/);
    }
  });
});

describe('who else is let in', () => {
  const policy = (
    type: string,
    name: string,
  ): { Effect: string; Action: string; Principal: unknown; Resource: unknown; Condition: Record<string, Record<string, unknown>> }[] =>
    all(type)
      .filter(([known]) => known === name)
      .flatMap(([, { Properties }]) => Properties.PolicyDocument.Statement)
      .filter(({ Effect }) => Effect === 'Allow');

  test('only our own topic of mail events may put messages into the queue of events', () => {
    const [allowed, ...others] = policy('AWS::SQS::QueuePolicy', 'ToHeedQueuePolicy');
    expect(others).toEqual([]);
    expect(allowed?.Principal).toEqual({ Service: 'sns.amazonaws.com' });
    expect(say(allowed?.Condition.ArnEquals?.['aws:SourceArn'])).toBe('MailEvents');
  });

  test('only SES, for our own configuration set, may publish mail events', () => {
    const [allowed, ...others] = policy('AWS::SNS::TopicPolicy', 'MailEventsPolicy');
    expect(others).toEqual([]);
    expect(allowed?.Principal).toEqual({ Service: 'ses.amazonaws.com' });
    expect(say(allowed?.Condition.StringEquals?.['AWS:SourceArn'])).toMatch(/configuration-set\/MailConfigurationSet$/);
  });

  test('alarms may ring: CloudWatch is named in the topic, which has no default policy any more', () => {
    expect(policy('AWS::SNS::TopicPolicy', 'AlarmsTopicPolicy').map(({ Principal, Action }) => [Principal, Action])).toEqual([
      [{ Service: 'cloudwatch.amazonaws.com' }, 'sns:Publish'],
    ]);
  });

  test('the site reads images, and none of the stories beside them', () => {
    const [allowed, ...others] = policy('AWS::S3::BucketPolicy', 'ContentBucketPolicy');
    expect(others).toEqual([]);
    expect(allowed?.Action).toBe('s3:GetObject');
    expect(say(allowed?.Resource)).toBe('ContentBucket/images/*');
    expect(say(allowed?.Condition.StringEquals?.['AWS:SourceArn'])).toMatch(/distribution\/SiteDistribution$/);
  });
});
