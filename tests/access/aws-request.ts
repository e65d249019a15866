// Reads which permissions a request to AWS needs, with the stack's names for its resources.
import type { IncomingHttpHeaders } from 'node:http';
import { localTables } from '#local/emulators/emulators';
import { headerOf } from '#local/ses/message';
import { readRawSend } from '#local/ses/refusal';
import { calledFunction } from './lambda.ts';
import type { Need } from './role.ts';

/** `key`: of the object of a signed form. */
export type AwsRequest = { service: string; method: string; url: string; target: string; body: Buffer; key?: string };

/** Reads a header such as `AWS4-HMAC-SHA256 Credential=<key>/<day>/<region>/<service>/aws4_request, …`. */
export function signedBy(authorization = ''): { accessKey: string; service: string } {
  const [accessKey = '', , , service = ''] = (/Credential=([^,]*)/.exec(authorization)?.[1] ?? '').split('/');
  return { accessKey, service };
}

/** A form that was signed for a browser: whose right it uses, and on which object. Undefined for every other request. */
export function signedForm({ method, headers, body }: { method: string; headers: IncomingHttpHeaders; body: Buffer }) {
  if (method !== 'POST' || !headers['content-type']?.startsWith('multipart/form-data')) return undefined;
  const field = (name: string) => new RegExp(`name="${name}"\\r\\n\\r\\n([^\\r]*)`).exec(body.toString('latin1'))?.[1] ?? '';
  const [accessKey = ''] = field('X-Amz-Credential').split('/');
  return { accessKey, service: 's3', key: field('key') };
}

/** Returns the permissions that a request needs. @throws for a service that no function uses. */
export function needsOf(request: AwsRequest): Need[] {
  switch (request.service) {
    case 'dynamodb':
      return ofDynamo(request.target.replace(/^.*\./, ''), JSON.parse(request.body.toString()));
    case 's3':
      return ofS3(request);
    case 'sqs': {
      const queue = lastPart(JSON.parse(request.body.toString()).QueueUrl);
      return [{ action: `sqs:${request.target.replace(/^.*\./, '').replace(/Batch$/, '')}`, on: QUEUES[queue] ?? queue }];
    }
    case 'secretsmanager': {
      const name = JSON.parse(request.body.toString()).SecretId;
      return [{ action: `secretsmanager:${request.target.replace(/^.*\./, '')}`, on: SECRETS[name] ?? name }];
    }
    case 'cognito-idp':
      return [{ action: `cognito-idp:${request.target.replace(/^.*\./, '')}`, on: 'SignInUsers' }];
    case 'lambda':
      if (/\/account-settings\/?$/.test(request.url)) return [{ action: 'lambda:GetAccountSettings', on: '*' }];
      return [{ action: 'lambda:InvokeFunction', on: calledFunction(request.url) }];
    case 'acm':
      return [{ action: 'acm:DescribeCertificate', on: lastName(JSON.parse(request.body.toString()).CertificateArn) }];
    case 'sns':
      return [{ action: `sns:${new URLSearchParams(request.body.toString()).get('Action')}`, on: 'AlarmsTopic' }];
    case 'email':
    case 'ses':
      if (request.url.startsWith('/v2/')) return ofSesV2(request.url);
      return ofSes(new URLSearchParams(request.body.toString('latin1')));
    default:
      throw new Error(`No function is known to use ${request.service}. Add it to needsOf().`);
  }
}

const TABLES = new Map(
  Object.entries(localTables).map(([name, table]) => [table, `Tables${name.charAt(0).toUpperCase()}${name.slice(1)}`]),
);
/** The local queue `heed` has an older name (functions/local/emulators/emulators.ts). */
const QUEUES: Record<string, string> = {
  ...{ send: 'ToSendQueue', post: 'ToPostQueue', heed: 'ToHandleEventsQueue' },
  ...{ 'send-dead': 'ToSendDeadLetters', 'post-dead': 'ToPostDeadLetters', 'heed-dead': 'ToHandleEventsDeadLetters' },
  'unsubscribe-dead': 'UnsubscribeByMailDeadLetters',
};
const SECRETS: Record<string, string> = { 'newsroom/x': 'SecretsX', 'newsroom/tokens': 'SecretsTokens' };
const BUCKETS: Record<string, string> = {
  'newsroom-content': 'ContentBucket',
  'newsroom-imports': 'ImportsBucket',
  'newsroom-archive': 'ArchiveBucket',
};

/** As the name of a resource ends in its ARN. */
const lastName = (arn: string): string => arn.slice(arn.lastIndexOf(':') + 1);

/** Version 2 of SES's API names the call by its path. */
function ofSesV2(url: string): Need[] {
  if (url === '/v2/email/account') return [{ action: 'ses:GetAccount', on: '*' }];
  if (url.startsWith('/v2/email/identities/')) return [{ action: 'ses:GetEmailIdentity', on: 'identity/MailIdentity' }];
  const action = url.endsWith('/event-destinations') ? 'GetConfigurationSetEventDestinations' : 'GetConfigurationSet';
  return [{ action: `ses:${action}`, on: 'configuration-set/MailConfigurationSet' }];
}

const lastPart = (path: string): string => path.slice(path.lastIndexOf('/') + 1);

type Item = { pk?: { S?: string } };
type DynamoBody = {
  TableName?: string;
  Key?: Item;
  Item?: Item;
  KeyConditionExpression?: string;
  ExpressionAttributeValues?: Record<string, { S?: string }>;
  RequestItems?: Record<string, { Keys: Item[] }>;
};

function ofDynamo(action: string, body: DynamoBody): Need[] {
  const name = `dynamodb:${action}`;
  if (body.RequestItems) {
    // AWS does not document whether IAM checks the keys of each table separately. Checking all keys for each table is stricter.
    const keys = Object.values(body.RequestItems).flatMap(({ Keys }) => Keys.map(keyOf));
    return Object.keys(body.RequestItems).map((table) => ({ action: name, on: TABLES.get(table) ?? table, keys }));
  }
  const table = body.TableName ?? '';
  // The settings of a table are under no key.
  if (action.startsWith('Describe')) return [{ action: name, on: TABLES.get(table) ?? table }];
  const value = /^pk = (:\w+)/.exec(body.KeyConditionExpression ?? '')?.[1] ?? '';
  const key = action === 'Query' ? body.ExpressionAttributeValues?.[value]?.S : keyOf(body.Key ?? body.Item ?? {});
  return [{ action: name, on: TABLES.get(table) ?? table, keys: [key ?? ''] }];
}

const keyOf = ({ pk }: Item): string => pk?.S ?? '';

function ofS3({ method, url, key }: AwsRequest): Need[] {
  const { pathname, searchParams } = new URL(url, 'http://s3');
  const [, bucket = '', ...path] = decodeURIComponent(pathname).split('/');
  const name = BUCKETS[bucket] ?? bucket;
  if (searchParams.get('list-type') === '2') return [{ action: 's3:ListBucket', on: name }];
  if (key !== undefined) return [{ action: 's3:PutObject', on: `${name}/${key}` }];
  const actions: Record<string, string> = { GET: 'GetObject', HEAD: 'GetObject', PUT: 'PutObject', DELETE: 'DeleteObject' };
  return [{ action: `s3:${actions[method]}`, on: `${name}/${path.join('/')}` }];
}

function ofSes(parameters: URLSearchParams): Need[] {
  const action = `ses:${parameters.get('Action')}`;
  if (action !== 'ses:SendRawEmail') return [{ action, on: '*' }];
  const { source, headers } = readRawSend(parameters);
  const from = /[^\s<>"]+@[^\s<>"]+/.exec(source ?? headerOf(headers, 'from') ?? '')?.[0] ?? '';
  return ['identity/MailIdentity', 'configuration-set/MailConfigurationSet'].map((on) => ({ action, on, from }));
}
