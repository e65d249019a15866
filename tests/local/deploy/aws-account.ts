// An AWS account on one machine: it speaks the protocols of the services that a deployment asks, so that the SDK's own clients ask it.
import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { bodyOf, type Loopback, listenOnLoopback } from '#local/stand-ins/loopback';
import { CloudFormation, parsedTemplate, Refused } from './cloudformation.ts';

export type Certificate = { arn: string; host: string; status: string; record: { name: string; value: string } };

export type AccountState = {
  account: string;
  atOnce: number;
  certificates: Certificate[];
  zones: { id: string; name: string; records: { name: string; type: string; values: string[] }[] }[];
  secrets: Map<string, { value: string; tokens: Map<string, string> }>;
  users: { address: string; status: string }[];
  invitations: string[];
  activeRules: string | undefined;
  identities: Set<string>;
  production: boolean;
  review: string | undefined;
  requests: string[];
  unconfirmed: string[];
  withoutRecovery: string[];
  /** Of the records that the newsroom there has written. */
  storedForm: number;
  cloudFormation: CloudFormation;
  /** What is in buckets, by path. */
  objects: Map<string, string>;
};

export type AwsAccount = {
  state: AccountState;
  environment: Record<string, string>;
  /** The calls that changed something, by name. */
  writes: string[];
  /** After this many more writes the network is gone: the write is carried out, and its answer is lost, as are all later calls. */
  breakAfter(writes: number): void;
  mend(): void;
  stop(): Promise<void>;
};

type Asked = { service: string; request: IncomingMessage; url: URL; body: string; form: URLSearchParams };
type Answer = { json: unknown } | { xml: string };

const ACCOUNT = '123412341234';

export async function startAwsAccount(): Promise<AwsAccount> {
  const state: AccountState = {
    account: ACCOUNT,
    atOnce: 10,
    certificates: [],
    zones: [],
    secrets: new Map(),
    users: [],
    invitations: [],
    activeRules: undefined,
    identities: new Set(),
    production: false,
    review: undefined,
    requests: [],
    unconfirmed: ['lead@example.org'],
    withoutRecovery: [],
    storedForm: 0,
    cloudFormation: new CloudFormation(),
    objects: new Map(),
  };
  const writes: string[] = [];
  let left = Number.POSITIVE_INFINITY;
  const server: Loopback = await listenOnLoopback(async (request, response) => {
    const body = (await bodyOf(request)).toString();
    const url = new URL(request.url ?? '/', 'http://aws');
    // A signature names the service: Credential=KEY/DAY/REGION/SERVICE/aws4_request.
    const service = /Credential=[^/]+\/\d+\/[^/]+\/([^/]+)\//.exec(request.headers.authorization ?? '')?.[1] ?? '';
    const isWrite = WRITES.test(nameOf(request, url, body));
    if (left <= 0) return request.socket.destroy();
    let status = 200;
    let answer: Answer;
    try {
      answer = answered(state, { service, request, url, body, form: new URLSearchParams(body) });
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      status = 400;
      answer =
        request.headers['x-amz-target'] || service === 'lambda' || url.pathname.startsWith('/v2/')
          ? { json: { __type: error.code, message: error.message } }
          : {
              xml: `<ErrorResponse><Error><Type>Sender</Type><Code>${error.code}</Code><Message>${error.message}</Message></Error></ErrorResponse>`,
            };
      response.setHeader('x-amzn-errortype', error.code);
      if (/NotFound/.test(error.code) && url.pathname.startsWith('/v2/')) status = 404;
    }
    if (isWrite) {
      writes.push(nameOf(request, url, body));
      left--;
      if (left <= 0) return request.socket.destroy();
    }
    if ('json' in answer) response.writeHead(status, { 'content-type': 'application/x-amz-json-1.1' }).end(JSON.stringify(answer.json));
    else response.writeHead(status, { 'content-type': 'text/xml' }).end(answer.xml);
  });
  return {
    state,
    writes,
    environment: {
      AWS_ENDPOINT_URL: server.url,
      AWS_ACCESS_KEY_ID: 'AKIDEXAMPLE',
      AWS_SECRET_ACCESS_KEY: 'secret',
      AWS_REGION: 'eu-west-2',
      AWS_MAX_ATTEMPTS: '1',
    },
    breakAfter: (number) => {
      left = number;
    },
    mend: () => {
      left = Number.POSITIVE_INFINITY;
    },
    stop: () => server.stop(),
  };
}

/** The name of the call, as AWS has it; of those by path the path. */
function nameOf(request: IncomingMessage, url: URL, body: string): string {
  const target = request.headers['x-amz-target'];
  if (typeof target === 'string') return target.split('.').at(-1) ?? '';
  return new URLSearchParams(body).get('Action') ?? `${request.method} ${url.pathname}`;
}

const WRITES =
  /^(RequestCertificate|PutSecretValue|AdminCreateUser|SetActiveReceiptRuleSet|UpdateTerminationProtection|POST \/v2\/email\/account\/details|POST \/2013-04-01\/hostedzone)/;

function answered(state: AccountState, asked: Asked): Answer {
  const by: Record<string, (state: AccountState, asked: Asked) => Answer> = {
    sts,
    lambda: ({ atOnce }) => ({ json: { AccountLimit: { ConcurrentExecutions: atOnce } } }),
    acm,
    route53,
    ses,
    secretsmanager: secrets,
    'cognito-idp': cognito,
    sns,
    dynamodb,
    s3,
    ssm: () => ({ json: { Parameter: { Name: 'version', Type: 'String', Value: '30' } } }),
    cloudformation,
  };
  const answer = by[asked.service];
  if (!answer) throw new Refused('NotImplemented', `This account has no ${asked.service} (${asked.request.method} ${asked.url.pathname}).`);
  return answer(state, asked);
}

const query = (action: string, result: string): Answer => ({
  xml: `<${action}Response><${action}Result>${result}</${action}Result><ResponseMetadata><RequestId>1</RequestId></ResponseMetadata></${action}Response>`,
});
const members = (all: string[]): string => all.map((one) => `<member>${one}</member>`).join('');
const escaped = (text: string): string => text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/"/g, '&quot;');

function sts({ account }: AccountState, { form }: Asked): Answer {
  if (form.get('Action') !== 'GetCallerIdentity') throw new Refused('AccessDenied', 'This account has no roles.');
  return query('GetCallerIdentity', `<Arn>arn:aws:iam::${account}:user/developer</Arn><UserId>A</UserId><Account>${account}</Account>`);
}

function acm(state: AccountState, { request, body }: Asked): Answer {
  const input = JSON.parse(body || '{}');
  const action = nameOf(request, new URL('http://aws'), body);
  if (action === 'ListCertificates')
    return { json: { CertificateSummaryList: state.certificates.map(({ arn, host }) => ({ CertificateArn: arn, DomainName: host })) } };
  if (action === 'RequestCertificate') {
    const arn = `arn:aws:acm:us-east-1:${state.account}:certificate/${randomUUID()}`;
    const record = { name: `_a1.${input.DomainName}.`, value: '_b2.acm-validations.aws.' };
    state.certificates.push({ arn, host: input.DomainName, status: 'PENDING_VALIDATION', record });
    return { json: { CertificateArn: arn } };
  }
  const found = state.certificates.find(({ arn }) => arn === input.CertificateArn);
  if (!found) throw new Refused('ResourceNotFoundException', 'no such certificate');
  const ResourceRecord = { Name: found.record.name, Type: 'CNAME', Value: found.record.value };
  // Certificate Manager issues a certificate once it sees the record.
  const seen = state.zones.some(({ records }) => records.some(({ name }) => `${name}.` === found.record.name));
  if (seen) found.status = 'ISSUED';
  return {
    json: {
      Certificate: {
        CertificateArn: found.arn,
        DomainName: found.host,
        Status: found.status,
        DomainValidationOptions: [{ DomainName: found.host, ResourceRecord }],
      },
    },
  };
}

function route53(state: AccountState, { request, url, body }: Asked): Answer {
  const [, id] = /^\/2013-04-01\/hostedzone\/([^/]+)\/rrset/.exec(url.pathname) ?? [];
  if (id === undefined) {
    const zones = state.zones.map(
      (zone) =>
        `<HostedZone><Id>/hostedzone/${zone.id}</Id><Name>${zone.name}.</Name><CallerReference>1</CallerReference><Config><PrivateZone>false</PrivateZone></Config></HostedZone>`,
    );
    return {
      xml: `<ListHostedZonesResponse><HostedZones>${zones.join('')}</HostedZones><Marker></Marker><IsTruncated>false</IsTruncated><MaxItems>100</MaxItems></ListHostedZonesResponse>`,
    };
  }
  const zone = state.zones.find((one) => one.id === id);
  if (!zone) throw new Refused('NoSuchHostedZone', 'no such zone');
  if (request.method === 'GET') {
    const found = zone.records.filter(({ name, type }) => name === url.searchParams.get('name') && type === url.searchParams.get('type'));
    const sets = found.map(
      ({ name, type, values }) =>
        `<ResourceRecordSet><Name>${name}.</Name><Type>${type}</Type><TTL>300</TTL><ResourceRecords>${values.map((value) => `<ResourceRecord><Value>${escaped(value)}</Value></ResourceRecord>`).join('')}</ResourceRecords></ResourceRecordSet>`,
    );
    return {
      xml: `<ListResourceRecordSetsResponse><ResourceRecordSets>${sets.join('')}</ResourceRecordSets><IsTruncated>false</IsTruncated><MaxItems>1</MaxItems></ListResourceRecordSetsResponse>`,
    };
  }
  const part = (text: string, tag: string) => new RegExp(`<${tag}>([^<]*)</${tag}>`).exec(text)?.[1]?.replace(/&quot;/g, '"') ?? '';
  const changes = [...body.matchAll(/<Change>(.*?)<\/Change>/gs)].map(([, change = '']) => ({
    name: part(change, 'Name'),
    type: part(change, 'Type'),
    values: [part(change, 'Value')],
  }));
  const clash = changes.find((change) => zone.records.some(({ name, type }) => name === change.name && type === change.type));
  if (clash) throw new Refused('InvalidChangeBatch', `Tried to create resource record set [name='${clash.name}.'] but it already exists`);
  zone.records.push(...changes);
  return {
    xml: '<ChangeResourceRecordSetsResponse><ChangeInfo><Id>/change/1</Id><Status>PENDING</Status><SubmittedAt>2026-11-30T09:00:00Z</SubmittedAt></ChangeInfo></ChangeResourceRecordSetsResponse>',
  };
}

function ses(state: AccountState, { request, url, body, form }: Asked): Answer {
  if (url.pathname === '/v2/email/account' && request.method === 'GET')
    return {
      json: {
        ProductionAccessEnabled: state.production,
        SendQuota: { Max24HourSend: state.production ? 50_000 : 200 },
        ...(state.review ? { Details: { ReviewDetails: { Status: state.review } } } : {}),
      },
    };
  if (url.pathname === '/v2/email/account/details') {
    if (state.review !== undefined) throw new Refused('ConflictException', 'already asked');
    state.review = 'PENDING';
    state.requests.push(JSON.parse(body).UseCaseDescription);
    return { json: {} };
  }
  if (url.pathname.startsWith('/v2/email/identities/')) {
    const name = decodeURIComponent(url.pathname.split('/').at(-1) ?? '');
    if (!state.identities.has(name)) throw new Refused('NotFoundException', 'no such identity');
    return { json: { IdentityType: 'DOMAIN', VerifiedForSendingStatus: true } };
  }
  if (form.get('Action') === 'SetActiveReceiptRuleSet') {
    state.activeRules = form.get('RuleSetName') ?? undefined;
    return query('SetActiveReceiptRuleSet', '');
  }
  const name = state.activeRules === undefined ? '' : `<Metadata><Name>${state.activeRules}</Name></Metadata><Rules/>`;
  return query('DescribeActiveReceiptRuleSet', name);
}

function secrets(state: AccountState, { request, body }: Asked): Answer {
  const { SecretId, SecretString, ClientRequestToken } = JSON.parse(body);
  const found = state.secrets.get(SecretId);
  if (!found) throw new Refused('ResourceNotFoundException', "Secrets Manager can't find the specified secret.");
  if (nameOf(request, new URL('http://aws'), body) === 'GetSecretValue') return { json: { ARN: SecretId, SecretString: found.value } };
  const known = found.tokens.get(ClientRequestToken);
  if (known !== undefined && known !== SecretString) throw new Refused('ResourceExistsException', 'another value has this token');
  found.tokens.set(ClientRequestToken, SecretString);
  found.value = SecretString;
  return { json: { ARN: SecretId } };
}

function cognito(state: AccountState, { request, body }: Asked): Answer {
  const input = JSON.parse(body);
  if (nameOf(request, new URL('http://aws'), body) === 'ListUsers')
    return {
      json: {
        Users: state.users.map(({ address, status }) => ({
          Username: address,
          Enabled: true,
          UserStatus: status,
          Attributes: [{ Name: 'email', Value: address }],
        })),
      },
    };
  if (state.users.some(({ address }) => address === input.Username)) throw new Refused('UsernameExistsException', 'exists');
  state.users.push({ address: input.Username, status: 'FORCE_CHANGE_PASSWORD' });
  state.invitations.push(input.Username);
  return { json: { User: { Username: input.Username } } };
}

function sns(state: AccountState): Answer {
  const all = state.unconfirmed.map(
    (address) => `<SubscriptionArn>PendingConfirmation</SubscriptionArn><Protocol>email</Protocol><Endpoint>${address}</Endpoint>`,
  );
  return query('ListSubscriptionsByTopic', `<Subscriptions>${members(all)}</Subscriptions>`);
}

function dynamodb(state: AccountState, { request, body }: Asked): Answer {
  if (String(request.headers['x-amz-target']).endsWith('.GetItem')) {
    const form = { form: { N: String(state.storedForm) } };
    return { json: JSON.parse(body).TableName === 'Newsroom-TablesPublications1' ? { Item: form } : {} };
  }
  const PointInTimeRecoveryStatus = state.withoutRecovery.includes(JSON.parse(body).TableName) ? 'DISABLED' : 'ENABLED';
  return {
    json: {
      ContinuousBackupsDescription: { ContinuousBackupsStatus: 'ENABLED', PointInTimeRecoveryDescription: { PointInTimeRecoveryStatus } },
    },
  };
}

/** The CDK uploads the template, and names it by its key in the bucket. */
function templateAt(objects: AccountState['objects'], url: string): string {
  const key = url.split('/').at(-1) ?? '';
  return [...objects].find(([path]) => path.endsWith(`/${key}`))?.[1] ?? '';
}

function s3(state: AccountState, { request, url, body }: Asked): Answer {
  if (request.method === 'PUT') state.objects.set(url.pathname, body);
  return { xml: url.searchParams.has('list-type') ? '<ListBucketResult><KeyCount>0</KeyCount></ListBucketResult>' : '' };
}

function cloudformation({ cloudFormation, objects }: AccountState, { form }: Asked): Answer {
  const action = form.get('Action') ?? '';
  const name = form.get('StackName') ?? '';
  const changeSet = form.get('ChangeSetName') ?? '';
  switch (action) {
    case 'DescribeStacks': {
      const found = name === '' ? [...cloudFormation.stacks.values()] : [cloudFormation.find(name)];
      const stacks = found.map(({ id, status, protected: isProtected, outputs }) => {
        const all = Object.entries(outputs).map(
          ([key, value]) => `<OutputKey>${key}</OutputKey><OutputValue>${escaped(value)}</OutputValue>`,
        );
        return `<StackName>${cloudFormation.nameOf(id)}</StackName><StackId>${id}</StackId><StackStatus>${status}</StackStatus><CreationTime>2026-11-30T09:00:00Z</CreationTime><EnableTerminationProtection>${isProtected}</EnableTerminationProtection><Outputs>${members(all)}</Outputs>`;
      });
      return query(action, `<Stacks>${members(stacks)}</Stacks>`);
    }
    case 'ListStackResources': {
      const all = cloudFormation
        .find(name)
        .resources.map(
          (one) =>
            `<LogicalResourceId>${one.id}</LogicalResourceId><PhysicalResourceId>${one.name}</PhysicalResourceId><ResourceType>${one.type}</ResourceType><ResourceStatus>CREATE_COMPLETE</ResourceStatus><LastUpdatedTimestamp>2026-11-30T09:00:00Z</LastUpdatedTimestamp>`,
        );
      return query(action, `<StackResourceSummaries>${members(all)}</StackResourceSummaries>`);
    }
    case 'DescribeStackEvents': {
      const { id, events } = cloudFormation.find(name);
      const own = cloudFormation.nameOf(id);
      const all = events.map(
        (event, index) =>
          `<EventId>${events.length - index}</EventId><StackId>${id}</StackId><StackName>${own}</StackName><LogicalResourceId>${event.id}</LogicalResourceId><PhysicalResourceId>${event.id === own ? id : event.id}</PhysicalResourceId><ResourceType>${event.type}</ResourceType><ResourceStatus>${event.status}</ResourceStatus>${event.reason === undefined ? '' : `<ResourceStatusReason>${escaped(event.reason)}</ResourceStatusReason>`}<Timestamp>${event.at.toISOString()}</Timestamp>`,
      );
      return query(action, `<StackEvents>${members(all)}</StackEvents>`);
    }
    case 'GetTemplate':
      return query(action, `<TemplateBody>${escaped(cloudFormation.find(name).template)}</TemplateBody>`);
    case 'CreateChangeSet': {
      const made = cloudFormation.createChangeSet(
        name,
        changeSet,
        form.get('TemplateBody') ?? templateAt(objects, form.get('TemplateURL') ?? ''),
      );
      return query(action, `<Id>${made.id}</Id><StackId>${made.stack}</StackId>`);
    }
    case 'DescribeChangeSet': {
      const found = cloudFormation.changeSet(name, changeSet);
      const { Resources } = parsedTemplate(found.template);
      const changes = Object.entries<{ Type: string }>(Resources).map(
        ([id, { Type }]) =>
          `<Type>Resource</Type><ResourceChange><Action>Add</Action><LogicalResourceId>${id}</LogicalResourceId><ResourceType>${Type}</ResourceType></ResourceChange>`,
      );
      return query(
        action,
        `<ChangeSetId>${found.id}</ChangeSetId><ChangeSetName>${found.name}</ChangeSetName><StackId>${found.stack}</StackId><StackName>${cloudFormation.nameOf(found.stack)}</StackName><Status>CREATE_COMPLETE</Status><ExecutionStatus>AVAILABLE</ExecutionStatus><CreationTime>${new Date().toISOString()}</CreationTime><Changes>${members(changes)}</Changes>`,
      );
    }
    case 'ExecuteChangeSet':
      cloudFormation.execute(name, changeSet, form.get('DisableRollback') === 'true');
      return query(action, '');
    case 'DeleteChangeSet':
      cloudFormation.forget(name, changeSet);
      return query(action, '');
    case 'DeleteStack':
      cloudFormation.delete(name);
      return query(action, '');
    case 'UpdateTerminationProtection':
      cloudFormation.protect(name, form.get('EnableTerminationProtection') === 'true');
      return query(action, `<StackId>${cloudFormation.find(name).id}</StackId>`);
    default:
      throw new Refused('InvalidAction', `This CloudFormation has no ${action}.`);
  }
}
