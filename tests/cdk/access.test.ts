import { describe, expect, test } from 'vitest';
import { grants } from '#adapters/grants';
import { type Place, stores } from '#adapters/stores';
import { holderOf, type Permission, permissions, policies, statementsIn } from './permissions.ts';
import { all, bundles, context, one, say } from './synthesised.ts';

const rows = permissions();
const functions = Object.keys(bundles);

/** Returns the roles that may do this, sorted. `key`: only on items with this key. */
function whoMay(action: string, on: string, key?: string): string[] {
  const found = rows.filter((row) => row.action === action && row.on === on && (key === undefined || row.keys?.includes(key)));
  return [...new Set(found.map(({ role }) => role))].sort();
}

/** Writes permissions of the table of stores as `dynamodb:PutItem LETTERS` or `s3:GetObject ContentBucket/posts/*`. */
function allowedByTable(action: string, place: Place): string[] {
  if ('table' in place) return [`dynamodb:${action} ${place.key.replace(/#$/, '#*')}`];
  if ('bucket' in place) {
    const bucket = `${place.bucket.charAt(0).toUpperCase()}${place.bucket.slice(1)}Bucket`;
    return [action === 'ListBucket' ? `s3:ListBucket ${bucket}` : `s3:${action} ${bucket}/${place.path.replace(/\/$/, '/*')}`];
  }
  if ('queue' in place) return [`sqs:${action} ${place.queue === 'send' ? 'ToSendQueue' : 'ToPostQueue'}`];
  if ('secret' in place) return [`secretsmanager:${action} ${place.secret === 'x' ? 'SecretsX' : 'SecretsTokens'}`];
  if ('userPool' in place) return [`cognito-idp:${action} SignInUsers`];
  if ('function' in place) return [`lambda:${action} ${place.function === 'checkLinks' ? 'CheckLinksFunction' : 'FetchOutsideFunction'}`];
  if ('settingsOf' in place) return [`dynamodb:${action} Tables${place.settingsOf.charAt(0).toUpperCase()}${place.settingsOf.slice(1)}`];
  if ('deadLetters' in place) return [`sqs:${action} ${DEAD_LETTERS[place.deadLetters]}`];
  if ('topic' in place) return [`sns:${action} AlarmsTopic`];
  if ('certificate' in place) return [`acm:${action} ${context.certificateArn}`];
  if ('lambda' in place) return [`lambda:${action} *`];
  return OF_SES[place.ses].map((on) => `ses:${action} ${on}`);
}

const OF_SES = {
  'our mail': ['identity', 'configuration-set'],
  'our domain': ['identity'],
  'our configuration set': ['configuration-set'],
  'the account': ['*'],
};
const DEAD_LETTERS = {
  send: 'ToSendDeadLetters',
  post: 'ToPostDeadLetters',
  events: 'ToHandleEventsDeadLetters',
  unsubscribe: 'UnsubscribeByMailDeadLetters',
};

/** Writes a permission of a role in the same form. */
function allowedByRole({ action, on, keys }: Permission): string[] {
  if (keys) return keys.map((key) => `${action} ${key}`);
  return [`${action} ${action.startsWith('ses:') ? on.replace(/^.*:([a-z-]+)\/.*$/, '$1') : on}`];
}

/** What the CDK's constructs grant by themselves: writing the function's own log and reading its own queue. */
const OWN = /^(logs:|sqs:(?!SendMessage)(?!.* (?:To\w+|UnsubscribeByMail)DeadLetters$))/;

describe('the roles of the template', () => {
  test.each(Object.entries(grants))('the role of %s allows what the methods granted to it need, and nothing else', (name, granted) => {
    const needed = granted.flatMap(({ port, methods }) => {
      const calls = new Map<string, Record<string, readonly Place[]>>(Object.entries(stores[port]));
      return methods.flatMap((method) =>
        Object.entries(calls.get(method) ?? {}).flatMap(([action, where]) => where.flatMap((place) => allowedByTable(action, place))),
      );
    });
    const role = name.charAt(0).toUpperCase() + name.slice(1);
    const own = rows.filter((row) => row.role === role && !OWN.test(`${row.action} ${row.on}`) && row.on !== `${role}DeadLetters`);
    expect([...new Set(own.flatMap(allowedByRole))].sort()).toEqual([...new Set(needed)].sort());
  });

  test('each permission on a table names partitions of that table, and only a batch names those of several', () => {
    const onTables = rows.filter(({ action }) => /^dynamodb:(?!Describe)/.test(action));
    expect(onTables.length).toBeGreaterThan(50);
    const tableOf = new Map(Object.values(stores).flatMap((port) => partitionsOf(port)));
    for (const { on, action, keys = [] } of onTables) {
      expect(keys.length).toBeGreaterThan(0);
      const tables = keys.map((key) => `tables${tableOf.get(key)}`);
      expect(tables).toContain(on.toLowerCase());
      if (action !== 'dynamodb:BatchGetItem') expect(new Set(tables).size).toBe(1);
    }
  });

  test.each(policies().filter(([, policy]) => functions.includes(holderOf(policy))))(
    'the policy %s is below the 10,240 characters that IAM takes for a role, and a managed one below its 6,144',
    (_, policy) => {
      // References become names of at most this length, with the account, the region and a random ending.
      const resolved = JSON.stringify(statementsIn(policy)).replaceAll(
        /\{"(?:Fn::GetAtt|Ref)":[^}]*\}/g,
        `"arn:aws:dynamodb:eu-west-2:123456789012:table/${'x'.repeat(48)}"`,
      );
      expect(resolved.length).toBeLessThan(policy.Type === 'AWS::IAM::ManagedPolicy' ? 6_000 : 10_000);
    },
  );
});

function partitionsOf(port: object): [string, string][] {
  const calls: Record<string, readonly Place[]>[] = Object.values(port);
  const places = calls.flatMap((call) => Object.values(call).flat());
  return places.flatMap((place) => ('table' in place ? [[place.key.replace(/#$/, '#*'), place.table]] : []));
}

// The tests above cover every right. These name the promises, so that a wrong grant fails with the promise that it breaks.
describe('what each function may do', () => {
  test('only Send may send email: from an address of our domain, with the configuration set that reports events', () => {
    const sending = rows.filter(({ action }) => action.startsWith('ses:Send'));
    expect(new Set(sending.map(({ role, action }) => `${role} ${action}`))).toEqual(new Set(['Send ses:SendRawEmail']));
    for (const { from } of sending) expect(from).toBe('*@news.example.org');
    expect(sending.map(({ on }) => on.replace(/^.*:/, '')).toSorted()).toEqual([
      'configuration-set/MailConfigurationSet',
      'identity/MailIdentity',
    ]);
  });

  test('only Post and the doctor read the keys of the social accounts, and only functions that make ids, sign or verify read the token keys', () => {
    expect(whoMay('secretsmanager:GetSecretValue', 'SecretsX')).toEqual(['Doctor', 'Post']);
    expect(whoMay('secretsmanager:GetSecretValue', 'SecretsTokens')).toEqual([
      'Desk',
      'HandleSesEvents',
      'Public',
      'Send',
      'UnsubscribeByMail',
    ]);
    expect(rows.filter(({ action }) => action.startsWith('secretsmanager:'))).toHaveLength(8);
  });

  test('no function may delete a suppression, a publication or an entry of the audit log', () => {
    const deleting = rows.filter(({ action }) => /Delete|Batch.*Write|PartiQL/.test(action) && !OWN.test(action));
    expect(new Set(deleting.map(({ action }) => action))).toEqual(new Set(['dynamodb:DeleteItem', 's3:DeleteObject']));
    const keysOn = (table: string) => new Set(deleting.flatMap(({ on, keys }) => (on === table ? keys : [])));
    expect(keysOn('TablesPublications')).toEqual(new Set());
    expect(keysOn('TablesSuppressions')).toEqual(new Set(['DEPARTURES']));
    expect(keysOn('TablesSwitches')).toEqual(new Set(['SWITCH', 'DECISION']));
    expect(keysOn('TablesDesk')).toEqual(new Set(['SESSIONS', 'DRAFT#*', 'DRAFTS', 'TESTS']));
    expect(whoMay('dynamodb:DeleteItem', 'TablesDesk', 'DRAFT#*')).toEqual(['Tick']);
    expect(whoMay('dynamodb:DeleteItem', 'TablesLedger')).toEqual(['Tick']);
    expect(whoMay('dynamodb:DeleteItem', 'TablesSwitches')).toEqual(['Desk']);
    const objects = deleting.filter(({ role, action }) => functions.includes(role) && action === 's3:DeleteObject');
    expect(objects.map(({ role, on }) => `${role} ${on}`).toSorted()).toEqual([
      'Desk ContentBucket/events/*',
      'Desk ContentBucket/messages/*',
      'Desk ContentBucket/posts/*',
      'Desk ImportsBucket/uploads/*',
      'Tick ImportsBucket/imports/*',
    ]);
  });

  test('only the desk may use the sessions, the audit log and the history of the rules, and write test emails; drafts come from the website, too', () => {
    const byOthers = rows.filter(({ on, role }) => on === 'TablesDesk' && role !== 'Desk');
    expect(byOthers.map(({ role, action, keys = [] }) => `${role} ${action} ${keys.toSorted().join(' ')}`).toSorted()).toEqual([
      // What the doctor has found stands here; the settings of a table hold none of its items.
      'Doctor dynamodb:DescribeContinuousBackups ',
      'Doctor dynamodb:DescribeTimeToLive ',
      'Doctor dynamodb:GetItem DOCTOR',
      'Doctor dynamodb:PutItem DOCTOR',
      'Send dynamodb:GetItem TESTS',
      'Send dynamodb:UpdateItem TESTS',
      'Tick dynamodb:DeleteItem DRAFT#* DRAFTS TESTS',
      'Tick dynamodb:GetItem DOCTOR',
      'Tick dynamodb:Query DRAFT#* DRAFTS TESTS',
      // Stories of the website that the desk has named become drafts.
      'WatchFeed dynamodb:GetItem DRAFT#* FEED',
      'WatchFeed dynamodb:PutItem DRAFT#* DRAFTS FEED',
      'WatchFeed dynamodb:Query DRAFT#* DRAFTS',
    ]);
  });

  test.each([
    ['a publication', 'PutItem', 'TablesPublications', 'PUBLICATION', ['Tick']],
    ['the progress of the ticks, with the sender of every email', 'PutItem', 'TablesPublications', 'SETTLED', ['Tick']],
    ['the lease of the tick', 'PutItem', 'TablesPublications', 'LEASE', ['Tick']],
    ['where a test email goes', 'PutItem', 'TablesDesk', 'TESTS', ['Desk']],
    ['an earlier version of the rules', 'PutItem', 'TablesDesk', 'RULES', ['Desk']],
    ['the newest morning summary', 'PutItem', 'TablesPublications', 'MORNING', ['Tick']],
    ['a subscriber', 'PutItem', 'TablesSubscribers', 'SUB#*', ['Desk', 'Public', 'Tick']],
    ['a list of the words of people', 'PutItem', 'TablesSubscribers', 'WORDS#*', ['Tick']],
    ['the outcome of a transactional email', 'UpdateItem', 'TablesSubscribers', 'LETTERS', ['Send']],
    ['the outcome of a delivery', 'UpdateItem', 'TablesLedger', 'L#*', ['Desk', 'HandleSesEvents', 'Send', 'Tick']],
    ['the outcome of a post', 'PutItem', 'TablesLedger', 'SOCIAL#*', ['Desk', 'Post', 'Tick']],
    ['a suppression', 'PutItem', 'TablesSuppressions', 'SUP#*', ['Desk', 'HandleSesEvents', 'Public', 'Tick', 'UnsubscribeByMail']],
    ['a pause', 'PutItem', 'TablesSwitches', 'SWITCH', ['Desk', 'Post', 'Send']],
    ['an approval or a cancellation', 'PutItem', 'TablesSwitches', 'DECISION', ['Desk']],
    ['a cancellation that is taken back', 'DeleteItem', 'TablesSwitches', 'DECISION', ['Desk']],
  ])('%s is written (%s) only by the functions that must write it', (_, action, table, key, writers) => {
    expect(whoMay(`dynamodb:${action}`, table, key)).toEqual(writers);
  });

  test('the public pages may write only sealed texts into the ledger, and may not read the switches', () => {
    const writing = rows.filter(({ role, action, on }) => role === 'Public' && on === 'TablesLedger' && /Put|Update|Delete/.test(action));
    expect(writing.map(({ action, keys }) => [action, keys])).toEqual([['dynamodb:PutItem', ['SEALED#*']]]);
    expect(rows.filter(({ role, on }) => role === 'Public' && on === 'TablesSwitches')).toEqual([]);
  });

  test.each([
    ['Query', ['Desk', 'Tick']],
    ['BatchGetItem', ['Desk']],
    ['GetItem', []],
  ])('only the desk and the tick may read the lists of the words of people (%s)', (action, readers) => {
    expect(whoMay(`dynamodb:${action}`, 'TablesSubscribers', 'WORDS#*')).toEqual(readers);
  });

  test('a suppression may be added and never changed', () => {
    expect(whoMay('dynamodb:UpdateItem', 'TablesSuppressions')).toEqual([]);
  });

  test('jobs are queued by Tick on both queues, and by Send, the desk, the doctor and the public pages on the queue of Send', () => {
    expect(whoMay('sqs:SendMessage', 'ToSendQueue')).toEqual(['Desk', 'Doctor', 'Public', 'Send', 'Tick']);
    expect(whoMay('sqs:SendMessage', 'ToPostQueue')).toEqual(['Tick']);
    expect(whoMay('sqs:SendMessage', 'ToHandleEventsQueue')).toEqual([]);
  });

  test('each queue is read only by its own worker', () => {
    for (const [queue, worker] of [
      ['ToSendQueue', 'Send'],
      ['ToPostQueue', 'Post'],
      ['ToHandleEventsQueue', 'HandleSesEvents'],
    ] as const) {
      expect(whoMay('sqs:ReceiveMessage', queue)).toEqual([worker]);
    }
  });

  test('only the desk may write stories, pictures and rules and delete stories, no function may delete rules, and only those that show or plan stories read them', () => {
    const byFunctions = rows.filter(
      ({ role, action, on }) => functions.includes(role) && action.startsWith('s3:') && !on.startsWith('ImportsBucket'),
    );
    const writing = byFunctions.filter(({ action }) => action !== 's3:GetObject' && action !== 's3:ListBucket');
    expect(writing.map(({ role, action, on }) => `${role} ${action} ${on}`).sort()).toEqual([
      'Desk s3:DeleteObject ContentBucket/events/*',
      'Desk s3:DeleteObject ContentBucket/messages/*',
      'Desk s3:DeleteObject ContentBucket/posts/*',
      'Desk s3:PutObject ContentBucket/events/*',
      'Desk s3:PutObject ContentBucket/images/*',
      'Desk s3:PutObject ContentBucket/messages/*',
      'Desk s3:PutObject ContentBucket/newsroom.yaml',
      'Desk s3:PutObject ContentBucket/posts/*',
      'WatchFeed s3:PutObject ContentBucket/images/*',
    ]);
    expect(whoMay('s3:GetObject', 'ContentBucket/posts/*')).toEqual(['Desk', 'Doctor', 'Public', 'Tick', 'Uploader', 'WatchFeed']);
    expect(whoMay('s3:GetObject', 'ContentBucket/images/*')).toEqual(['Desk', 'Doctor', 'Post', 'Public', 'Tick', 'Uploader', 'WatchFeed']);
  });

  test('SES events are archived only by Firehose, and read only by the certificate', () => {
    const archive = rows.filter(({ on }) => on.startsWith('ArchiveBucket/'));
    const putting = archive.filter(({ action }) => action !== 's3:GetObject');
    expect(putting.map(({ role, action, on }) => `${role} ${action} ${on}`).toSorted()).toEqual(
      ['AbortMultipartUpload', 'PutObject'].flatMap((action) =>
        ['errors', 'events'].map((folder) => `ArchiveWriter s3:${action} ArchiveBucket/${folder}/*`),
      ),
    );
    expect(whoMay('s3:GetObject', 'ArchiveBucket/events/*')).toEqual(['ArchiveWriter', 'Certify']);
  });

  test('imported lists are read and written only by the desk and the tick, and deleted after eight days', () => {
    for (const action of ['GetObject', 'PutObject']) expect(whoMay(`s3:${action}`, 'ImportsBucket/imports/*')).toEqual(['Desk', 'Tick']);
    const [bucket] = all('AWS::S3::Bucket').filter(([name]) => name === 'ImportsBucket');
    expect(bucket?.[1].Properties.LifecycleConfiguration.Rules).toContainEqual({ ExpirationInDays: 8, Status: 'Enabled' });
    expect(bucket?.[1].Properties.VersioningConfiguration).toBeUndefined();
  });

  test('pictures as they were uploaded are the desk’s alone, are deleted after a day, and are sent only from pages of the site', () => {
    for (const action of ['GetObject', 'PutObject', 'DeleteObject'])
      expect(whoMay(`s3:${action}`, 'ImportsBucket/uploads/*')).toEqual(['Desk']);
    const [bucket] = all('AWS::S3::Bucket').filter(([name]) => name === 'ImportsBucket');
    const { LifecycleConfiguration, CorsConfiguration } = bucket?.[1].Properties ?? {};
    expect(LifecycleConfiguration.Rules).toContainEqual({ ExpirationInDays: 1, Prefix: 'uploads/', Status: 'Enabled' });
    expect(CorsConfiguration.CorsRules).toEqual([
      { AllowedHeaders: ['*'], AllowedMethods: ['POST'], AllowedOrigins: [expect.stringMatching(/^https:\/\/[\w.-]+$/)] },
    ]);
  });

  test('the function that anonymises the archive may only write its log, and only Firehose may call it', () => {
    const allowed = rows.filter(({ role }) => role === 'Anonymise').map(({ action }) => action);
    expect(new Set(allowed)).toEqual(new Set(['logs:CreateLogStream', 'logs:PutLogEvents']));
    expect(whoMay('lambda:InvokeFunction', 'AnonymiseFunction')).toEqual(['ArchiveWriter']);
  });

  test.each([
    ['CheckLinks', ['Desk']],
    ['FetchOutside', ['Desk', 'WatchFeed']],
  ])(
    'the function %s, which asks other sites, may only write its log, knows no name of ours, and is called by %j alone',
    (name, callers) => {
      const allowed = rows.filter(({ role }) => role === name).map(({ action, on }) => `${action} ${on}`);
      expect(new Set(allowed)).toEqual(new Set([`logs:CreateLogStream ${name}Log`, `logs:PutLogEvents ${name}Log`]));
      expect(whoMay('lambda:InvokeFunction', `${name}Function`)).toEqual(callers);
      expect(whoMay('lambda:InvokeFunction', 'AnonymiseFunction')).not.toContain('Desk');
      const { Environment, VpcConfig } = one('AWS::Lambda::Function', `${name}Function`).Properties;
      expect([Environment, VpcConfig]).toEqual([undefined, undefined]);
      const holders = all('AWS::Lambda::Permission').map(([, { Properties }]) => say(Properties.FunctionName));
      expect(holders).not.toContain(`${name}Function`);
    },
  );

  test('people are let in and out only by the desk, which can give nobody a password and delete nobody', () => {
    const allowed = rows.filter(({ action }) => action.startsWith('cognito-idp:')).map(({ role, action, on }) => `${role} ${action} ${on}`);
    expect(allowed.sort()).toEqual([
      ...['AdminCreateUser', 'AdminDisableUser', 'AdminEnableUser', 'ListUsers'].map((action) => `Desk cognito-idp:${action} SignInUsers`),
      ...['GetUserPoolMfaConfig', 'ListUsers'].map((action) => `Doctor cognito-idp:${action} SignInUsers`),
    ]);
    expect(whoMay('dynamodb:PutItem', 'TablesDesk', 'COLLEAGUES')).toEqual(['Desk']);
  });

  test('the doctor may change nothing but its own report and its canary, and knows neither readers nor the keys of their links', () => {
    const allowed = rows.filter(({ role, action }) => role === 'Doctor' && !action.startsWith('logs:'));
    const writing = allowed.filter(({ action }) => !/:(?:Get|BatchGet|Describe|List|Query)/.test(action));
    expect(writing.map(({ action, on, keys }) => `${action} ${on} ${keys}`)).toEqual(OF_DOCTOR);
    const keys = new Set(allowed.flatMap((one) => one.keys ?? []));
    expect([...keys].sort()).toEqual(['ANNOUNCED', 'CANARY', 'DOCTOR', 'PUBLICATION', 'RETURN', 'SEALED#*', 'SETTLED', 'SIGHTING']);
    expect(whoMay('secretsmanager:GetSecretValue', 'SecretsTokens')).not.toContain('Doctor');
  });

  test('the certificate may write certificates, and change nothing else', () => {
    const allowed = rows.filter(({ role }) => role === 'Certify');
    const reads = /^(dynamodb:(GetItem|BatchGetItem|Query)|s3:(GetObject|ListBucket)|logs:.*)$/;
    const writes = allowed.filter(({ action }) => !reads.test(action));
    expect(writes.map(({ action }) => action)).toEqual(writes.map(() => 'dynamodb:PutItem'));
    expect(writes.flatMap(({ keys = [] }) => keys).sort()).toEqual(['CERTIFICATE', 'DISCREPANCY']);
    expect(whoMay('dynamodb:PutItem', 'TablesPublications', 'CERTIFICATE')).toEqual(['Certify']);
  });
});

const OF_DOCTOR = [
  'dynamodb:PutItem TablesDesk DOCTOR',
  'dynamodb:PutItem TablesLedger CANARY',
  'dynamodb:UpdateItem TablesLedger RETURN',
  'sqs:SendMessage ToSendQueue undefined',
];

const ABOUT_THE_ACCOUNT = [
  'Send ses:GetSendQuota',
  ...['ses:GetAccount', 'ses:DescribeActiveReceiptRuleSet', 'lambda:GetAccountSettings'].map((action) => `Doctor ${action}`),
];

describe('the permissions', () => {
  test('each function has a role of its own, with no policies but those of this stack', () => {
    const roles = all('AWS::Lambda::Function').map(([, { Properties }]) => say(Properties.Role));
    expect(new Set(roles).size).toBe(functions.length);
    for (const [, { Properties }] of all('AWS::IAM::Role')) expect(Properties.ManagedPolicyArns).toBeUndefined();
  });

  // The template validator does not know how actions are spelt: a misspelt one deploys, and is denied at run time.
  test('every permitted action is one that AWS has', () => {
    const known = new Set([
      ...['GetItem', 'BatchGetItem', 'Query', 'PutItem', 'UpdateItem', 'DeleteItem'].map((action) => `dynamodb:${action}`),
      ...['SendMessage', 'ReceiveMessage', 'DeleteMessage', 'ChangeMessageVisibility', 'GetQueueUrl', 'GetQueueAttributes'].map(
        (action) => `sqs:${action}`,
      ),
      ...['logs:CreateLogStream', 'logs:PutLogEvents', 's3:GetObject', 's3:ListBucket', 's3:DeleteObject'],
      ...['PutObject', 'AbortMultipartUpload', 'GetBucketLocation', 'ListBucketMultipartUploads'].map((action) => `s3:${action}`),
      'firehose:PutRecordBatch',
      ...['secretsmanager:GetSecretValue', 'ses:SendRawEmail', 'ses:GetSendQuota', 'lambda:InvokeFunction'],
      ...['ListUsers', 'AdminCreateUser', 'AdminEnableUser', 'AdminDisableUser'].map((action) => `cognito-idp:${action}`),
      // Those of the doctor. By the service authorization reference, v2 of SES's API has the same prefix.
      ...['GetAccount', 'GetEmailIdentity', 'GetConfigurationSet', 'GetConfigurationSetEventDestinations'].map((action) => `ses:${action}`),
      ...['ses:DescribeActiveReceiptRuleSet', 'lambda:GetAccountSettings', 'acm:DescribeCertificate', 'sns:ListSubscriptionsByTopic'],
      ...['dynamodb:DescribeContinuousBackups', 'dynamodb:DescribeTimeToLive', 'secretsmanager:DescribeSecret'],
      'cognito-idp:GetUserPoolMfaConfig',
    ]);
    expect(rows.map(({ action }) => action).filter((action) => !known.has(action))).toEqual([]);
  });

  test('no permission is for every action or every resource of a service', () => {
    for (const { role, action, on } of rows) {
      expect(action).not.toContain('*');
      // These calls have no resource: their answer is about the whole account.
      if (ABOUT_THE_ACCOUNT.includes(`${role} ${action}`)) continue;
      expect(on).not.toMatch(/^\*|^arn:[^/]*\*$/);
    }
  });
});

describe('the policies of resources', () => {
  const policy = (
    type: string,
    name: string,
  ): { Effect: string; Action: string; Principal: unknown; Resource: unknown; Condition: Record<string, Record<string, unknown>> }[] =>
    all(type)
      .filter(([known]) => known === name)
      .flatMap(([, { Properties }]) => Properties.PolicyDocument.Statement)
      .filter(({ Effect }) => Effect === 'Allow');

  test('only our own SNS topic may send messages to the queue of SES events', () => {
    const [allowed, ...others] = policy('AWS::SQS::QueuePolicy', 'ToHandleEventsQueuePolicy');
    expect(others).toEqual([]);
    expect(allowed?.Principal).toEqual({ Service: 'sns.amazonaws.com' });
    expect(say(allowed?.Condition.ArnEquals?.['aws:SourceArn'])).toBe('MailEvents');
  });

  test('only SES, for our own configuration set, may publish to the topic of SES events', () => {
    const [allowed, ...others] = policy('AWS::SNS::TopicPolicy', 'MailEventsPolicy');
    expect(others).toEqual([]);
    expect(allowed?.Principal).toEqual({ Service: 'ses.amazonaws.com' });
    expect(say(allowed?.Condition.StringEquals?.['AWS:SourceArn'])).toMatch(/configuration-set\/MailConfigurationSet$/);
  });

  test('CloudWatch may publish to the topic of alarms, which has no default policy', () => {
    expect(policy('AWS::SNS::TopicPolicy', 'AlarmsTopicPolicy').map(({ Principal, Action }) => [Principal, Action])).toEqual([
      [{ Service: 'cloudwatch.amazonaws.com' }, 'sns:Publish'],
    ]);
  });

  test('the site may read the images of the content bucket, and none of its stories', () => {
    const [allowed, ...others] = policy('AWS::S3::BucketPolicy', 'ContentBucketPolicy');
    expect(others).toEqual([]);
    expect(allowed?.Action).toBe('s3:GetObject');
    expect(say(allowed?.Resource)).toBe('ContentBucket/images/*');
    expect(say(allowed?.Condition.StringEquals?.['AWS:SourceArn'])).toMatch(/distribution\/SiteDistribution$/);
  });
});
