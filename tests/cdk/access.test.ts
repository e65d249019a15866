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
    expect(whoMay('secretsmanager:GetSecretValue', 'SecretsTokens')).toEqual(['desk', 'heed', 'public', 'send']);
    expect(permissions.filter(({ action }) => action.startsWith('secretsmanager:'))).toHaveLength(5);
  });

  test('nobody deletes anything but a switch, and that only the desk', () => {
    const deleting = permissions.filter(({ action }) => /^(dynamodb|s3):.*(Delete|Batch.*Write|PartiQL)/.test(action));
    expect(deleting.map(({ function: who, action, on }) => [who, action, on])).toEqual([['desk', 'dynamodb:DeleteItem', 'TablesSwitches']]);
  });

  test.each([
    ['TablesRegister', ['tick']],
    ['TablesLedger', ['desk', 'heed', 'post', 'send', 'tick']],
    ['TablesSubscribers', ['heed', 'public']],
    ['TablesSuppressions', ['heed', 'public']],
    ['TablesSwitches', ['desk', 'post', 'send']],
  ])('%s is written by %j and nobody else', (table, writers) => {
    expect(whoMay('dynamodb:PutItem', table)).toEqual(writers);
  });

  test('a suppression is added and never changed', () => {
    expect(whoMay('dynamodb:UpdateItem', 'TablesSuppressions')).toEqual([]);
  });

  test.each([
    ['TablesSubscribers', ['certify', 'desk', 'heed', 'public', 'send', 'tick']],
    ['TablesSuppressions', ['certify', 'send', 'tick']],
    ['TablesSwitches', ['desk', 'post', 'send', 'tick']],
  ])('%s is read by %j and nobody else', (table, readers) => {
    for (const action of ['GetItem', 'BatchGetItem', 'Query']) expect(whoMay(`dynamodb:${action}`, table)).toEqual(readers);
  });

  test('the tick rings both queues, send only its own, and nobody else rings', () => {
    expect(whoMay('sqs:SendMessage', 'ToSendQueue')).toEqual(['send', 'tick']);
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
    const byFunctions = permissions.filter(({ function: who, action }) => functions.includes(who) && action.startsWith('s3:'));
    expect(new Set(byFunctions.map(({ action }) => action))).toEqual(new Set(['s3:GetObject', 's3:ListBucket']));
    expect(whoMay('s3:GetObject', 'ContentBucket/posts/*')).toEqual(['desk', 'public', 'tick']);
    expect(whoMay('s3:GetObject', 'ContentBucket/images/*')).toEqual(['desk', 'post', 'public', 'tick']);
  });

  test('what SES reports is archived by Firehose alone, deleted by nobody, and read by the certificate', () => {
    expect(permissions.filter(({ action }) => action === 's3:PutObject').map(({ function: who, on }) => [who, on])).toEqual([
      ['archivewriter', 'ArchiveBucket/events/*'],
      ['archivewriter', 'ArchiveBucket/errors/*'],
    ]);
    expect(whoMay('s3:GetObject', 'ArchiveBucket/events/*')).toEqual(['archivewriter', 'certify']);
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
      ...['logs:CreateLogStream', 'logs:PutLogEvents', 's3:GetObject', 's3:ListBucket'],
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
