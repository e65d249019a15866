import { describe, expect, test } from 'vitest';
import { type Place, stores } from '#adapters/stores';
import { grants } from '#cdk/grants';
import { holderOf, type Permission, permissions, statementsIn } from './permissions.ts';
import { all, bundles, say } from './synthesised.ts';

const rows = permissions();
const functions = Object.keys(bundles);

/** Which roles may do this, in the order of the alphabet; of items with this key, if one is given. */
function whoMay(action: string, on: string, key?: string): string[] {
  const found = rows.filter((row) => row.action === action && row.on === on && (key === undefined || row.keys?.includes(key)));
  return [...new Set(found.map(({ role }) => role))].sort();
}

/** `dynamodb:PutItem LETTERS`, `s3:GetObject ContentBucket/posts/*`: as the table of stores says it, and as a role does. */
function allowedByTable(action: string, place: Place): string[] {
  if ('table' in place) return [`dynamodb:${action} ${place.key.replace(/#$/, '#*')}`];
  if ('bucket' in place) {
    const bucket = `${place.bucket.charAt(0).toUpperCase()}${place.bucket.slice(1)}Bucket`;
    return [action === 'ListBucket' ? `s3:ListBucket ${bucket}` : `s3:${action} ${bucket}/${place.path.replace(/\/$/, '/*')}`];
  }
  if ('queue' in place) return [`sqs:${action} ${place.queue === 'send' ? 'ToSendQueue' : 'ToPostQueue'}`];
  if ('secret' in place) return [`secretsmanager:${action} ${place.secret === 'x' ? 'SecretsX' : 'SecretsTokens'}`];
  return place.ses === 'our mail' ? [`ses:${action} identity`, `ses:${action} configuration-set`] : [`ses:${action} *`];
}

function allowedByRole({ action, on, keys }: Permission): string[] {
  if (keys) return keys.map((key) => `${action} ${key}`);
  return [`${action} ${action === 'ses:SendRawEmail' ? on.replace(/^.*:([a-z-]+)\/.*$/, '$1') : on}`];
}

/** Writing its own log, and taking messages out of its own queue: what the constructs of the library add by themselves. */
const OWN = /^(logs:|sqs:(?!SendMessage))/;

describe('the roles and the table of stores', () => {
  test.each(Object.entries(grants))('%s may do what its methods need, and nothing else', (name, granted) => {
    const needed = granted.flatMap(({ port, methods }) => {
      const calls = new Map<string, Record<string, readonly Place[]>>(Object.entries(stores[port]));
      return methods.flatMap((method) =>
        Object.entries(calls.get(method) ?? {}).flatMap(([action, where]) => where.flatMap((place) => allowedByTable(action, place))),
      );
    });
    const role = name.charAt(0).toUpperCase() + name.slice(1);
    const own = rows.filter((row) => row.role === role && !OWN.test(row.action));
    expect([...new Set(own.flatMap(allowedByRole))].sort()).toEqual([...new Set(needed)].sort());
  });

  test('each permission on a table is narrowed to partitions of that table, or of a batch that spans it', () => {
    const onTables = rows.filter(({ action }) => action.startsWith('dynamodb:'));
    expect(onTables.length).toBeGreaterThan(50);
    const tableOf = new Map(Object.values(stores).flatMap((port) => partitionsOf(port)));
    for (const { on, action, keys = [] } of onTables) {
      expect(keys.length).toBeGreaterThan(0);
      const tables = keys.map((key) => `tables${tableOf.get(key)}`);
      expect(tables).toContain(on.toLowerCase());
      if (action !== 'dynamodb:BatchGetItem') expect(new Set(tables).size).toBe(1);
    }
  });

  test.each(all('AWS::IAM::Policy').filter(([, policy]) => functions.includes(holderOf(policy))))(
    '%s has room to grow: IAM takes 10,240 characters for a role',
    (_, policy) => {
      // References become names of at most this length, with the account, the region and a random ending.
      const resolved = JSON.stringify(statementsIn(policy)).replaceAll(
        /\{"(?:Fn::GetAtt|Ref)":[^}]*\}/g,
        `"arn:aws:dynamodb:eu-west-2:123456789012:table/${'x'.repeat(48)}"`,
      );
      expect(resolved.length).toBeLessThan(9_000);
    },
  );
});

function partitionsOf(port: object): [string, string][] {
  const calls: Record<string, readonly Place[]>[] = Object.values(port);
  const places = calls.flatMap((call) => Object.values(call).flat());
  return places.flatMap((place) => ('table' in place ? [[place.key.replace(/#$/, '#*'), place.table]] : []));
}

// Said once more in words of their own: whoever changes a grant by mistake is told which promise it breaks.
describe('what each function may do', () => {
  test('only Send may mail: from an address at the domain, with the configuration set that reports back', () => {
    const mailing = rows.filter(({ action }) => action.startsWith('ses:Send'));
    expect(new Set(mailing.map(({ role, action }) => `${role} ${action}`))).toEqual(new Set(['Send ses:SendRawEmail']));
    for (const { from } of mailing) expect(from).toBe('*@news.example.org');
    expect(mailing.map(({ on }) => on.replace(/^.*:/, ''))).toEqual(['identity/MailIdentity', 'configuration-set/MailConfigurationSet']);
  });

  test('only Post reads the keys of the accounts, and only those who make ids, sign or verify read theirs', () => {
    expect(whoMay('secretsmanager:GetSecretValue', 'SecretsX')).toEqual(['Post']);
    expect(whoMay('secretsmanager:GetSecretValue', 'SecretsTokens')).toEqual([
      'Desk',
      'HandleSesEvents',
      'Public',
      'Send',
      'UnsubscribeByMail',
    ]);
    expect(rows.filter(({ action }) => action.startsWith('secretsmanager:'))).toHaveLength(6);
  });

  test('nobody deletes a suppression, a publication or an entry of the audit log', () => {
    const deleting = rows.filter(({ action }) => /Delete|Batch.*Write|PartiQL/.test(action) && !OWN.test(action));
    expect(new Set(deleting.map(({ action }) => action))).toEqual(new Set(['dynamodb:DeleteItem', 's3:DeleteObject']));
    const keysOn = (table: string) => new Set(deleting.flatMap(({ on, keys }) => (on === table ? keys : [])));
    expect(keysOn('TablesPublications')).toEqual(new Set());
    expect(keysOn('TablesSuppressions')).toEqual(new Set(['DEPARTURES']));
    expect(keysOn('TablesSwitches')).toEqual(new Set(['SWITCH']));
    expect(keysOn('TablesDesk')).toEqual(new Set(['SESSIONS']));
    expect(whoMay('dynamodb:DeleteItem', 'TablesLedger')).toEqual(['Tick']);
    expect(whoMay('dynamodb:DeleteItem', 'TablesSwitches')).toEqual(['Desk']);
    expect(deleting.filter(({ action }) => action === 's3:DeleteObject').map(({ role, on }) => [role, on])).toEqual([
      ['Tick', 'ImportsBucket/imports/*'],
    ]);
  });

  test('only the desk knows who is signed in and who did what', () => {
    expect(new Set(rows.filter(({ on }) => on === 'TablesDesk').map(({ role }) => role))).toEqual(new Set(['Desk']));
  });

  test.each([
    ['a publication', 'PutItem', 'TablesPublications', 'PUBLICATION', ['Tick']],
    ['a subscriber', 'PutItem', 'TablesSubscribers', 'SUB#*', ['Desk', 'Public', 'Tick']],
    ['what became of a transactional email', 'UpdateItem', 'TablesSubscribers', 'LETTERS', ['Send']],
    ['what became of a mail', 'UpdateItem', 'TablesLedger', 'L#*', ['Desk', 'HandleSesEvents', 'Send', 'Tick']],
    ['what became of a post', 'PutItem', 'TablesLedger', 'SOCIAL#*', ['Desk', 'Post', 'Tick']],
    ['a suppression', 'PutItem', 'TablesSuppressions', 'SUP#*', ['Desk', 'HandleSesEvents', 'Public', 'Tick', 'UnsubscribeByMail']],
    ['a pause', 'PutItem', 'TablesSwitches', 'SWITCH', ['Desk', 'Post', 'Send']],
    ['an approval or a cancellation', 'PutItem', 'TablesSwitches', 'DECISION', ['Desk']],
  ])('%s is written (%s) by those who have to, and nobody else', (_, action, table, key, writers) => {
    expect(whoMay(`dynamodb:${action}`, table, key)).toEqual(writers);
  });

  test('the pages for readers write nothing into the ledger but sealed texts, and read nothing of the switches', () => {
    const writing = rows.filter(({ role, action, on }) => role === 'Public' && on === 'TablesLedger' && /Put|Update|Delete/.test(action));
    expect(writing.map(({ action, keys }) => [action, keys])).toEqual([['dynamodb:PutItem', ['SEALED#*']]]);
    expect(rows.filter(({ role, on }) => role === 'Public' && on === 'TablesSwitches')).toEqual([]);
  });

  test('a suppression is added and never changed', () => {
    expect(whoMay('dynamodb:UpdateItem', 'TablesSuppressions')).toEqual([]);
  });

  test('Tick puts jobs on both queues, Send on its own, the pages a transactional email, and nobody else any', () => {
    expect(whoMay('sqs:SendMessage', 'ToSendQueue')).toEqual(['Public', 'Send', 'Tick']);
    expect(whoMay('sqs:SendMessage', 'ToPostQueue')).toEqual(['Tick']);
    expect(whoMay('sqs:SendMessage', 'ToHandleEventsQueue')).toEqual([]);
  });

  test('each queue is read by its own worker only', () => {
    for (const [queue, worker] of [
      ['ToSendQueue', 'Send'],
      ['ToPostQueue', 'Post'],
      ['ToHandleEventsQueue', 'HandleSesEvents'],
    ] as const) {
      expect(whoMay('sqs:ReceiveMessage', queue)).toEqual([worker]);
    }
  });

  test('nobody writes content, and only those who show or plan stories read them', () => {
    const byFunctions = rows.filter(
      ({ role, action, on }) => functions.includes(role) && action.startsWith('s3:') && !on.startsWith('ImportsBucket'),
    );
    expect(new Set(byFunctions.map(({ action }) => action))).toEqual(new Set(['s3:GetObject', 's3:ListBucket']));
    expect(whoMay('s3:GetObject', 'ContentBucket/posts/*')).toEqual(['Desk', 'Public', 'Tick']);
    expect(whoMay('s3:GetObject', 'ContentBucket/images/*')).toEqual(['Desk', 'Post', 'Public', 'Tick']);
  });

  test('what SES reports is archived by Firehose alone, deleted by nobody, and read by the certificate', () => {
    const putting = rows.filter(({ action, on }) => action === 's3:PutObject' && on !== 'ImportsBucket/imports/*');
    expect(putting.map(({ role, on }) => [role, on])).toEqual([
      ['ArchiveWriter', 'ArchiveBucket/events/*'],
      ['ArchiveWriter', 'ArchiveBucket/errors/*'],
    ]);
    expect(whoMay('s3:GetObject', 'ArchiveBucket/events/*')).toEqual(['ArchiveWriter', 'Certify']);
  });

  test('lists of people that are brought in are read and kept by the desk and the tick, and deleted after a week', () => {
    for (const action of ['GetObject', 'PutObject']) expect(whoMay(`s3:${action}`, 'ImportsBucket/imports/*')).toEqual(['Desk', 'Tick']);
    const [bucket] = all('AWS::S3::Bucket').filter(([name]) => name === 'ImportsBucket');
    expect(bucket?.[1].Properties.LifecycleConfiguration.Rules).toEqual([{ ExpirationInDays: 8, Status: 'Enabled' }]);
    expect(bucket?.[1].Properties.VersioningConfiguration).toBeUndefined();
  });

  test('what takes the addresses out of the archive may do nothing else, and only Firehose may call it', () => {
    const allowed = rows.filter(({ role }) => role === 'Anonymise').map(({ action }) => action);
    expect(new Set(allowed)).toEqual(new Set(['logs:CreateLogStream', 'logs:PutLogEvents']));
    expect(whoMay('lambda:InvokeFunction', 'AnonymiseFunction')).toEqual(['ArchiveWriter']);
  });

  test('the certificate changes nothing', () => {
    const asked = rows.filter(({ role }) => role === 'Certify').map(({ action }) => action);
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
    expect(rows.map(({ action }) => action).filter((action) => !known.has(action))).toEqual([]);
  });

  test('no action and no whole resource is a wildcard', () => {
    for (const { role, action, on } of rows) {
      expect(action).not.toContain('*');
      // SES has no resource for the question how fast the account may send.
      if (`${role} ${action}` === 'Send ses:GetSendQuota') continue;
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
    const [allowed, ...others] = policy('AWS::SQS::QueuePolicy', 'ToHandleEventsQueuePolicy');
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
