// A stand-in for the calls by which the doctor looks at AWS. It answers real clients of the SDK in each service's own protocol.
import { bodyOf, type Loopback, listenOnLoopback } from '#local/stand-ins/loopback';

/** The answer of each call, by its name. A function is called with what was asked; `undefined` is answered with "access denied". */
export type Answers = Record<string, unknown>;

/** The endpoints of the SDK that lead here, by their names in the environment. */
export const ENDPOINTS = ['SESV2', 'SES', 'ACM', 'SNS', 'LAMBDA', 'SQS', 'DYNAMODB', 'SECRETS_MANAGER'].map(
  (name) => `AWS_ENDPOINT_URL_${name}`,
);

export const HEALTHY: Answers = {
  GetAccount: {
    ProductionAccessEnabled: true,
    SendingEnabled: true,
    EnforcementStatus: 'HEALTHY',
    SendQuota: { Max24HourSend: 50_000, SentLast24Hours: 12, MaxSendRate: 14 },
  },
  GetEmailIdentity: {
    VerifiedForSendingStatus: true,
    DkimAttributes: { Status: 'SUCCESS', SigningEnabled: true, Tokens: ['x1', 'x2', 'x3'] },
    MailFromAttributes: {
      MailFromDomain: 'bounce.news.example.org',
      MailFromDomainStatus: 'SUCCESS',
      BehaviorOnMxFailure: 'REJECT_MESSAGE',
    },
  },
  GetConfigurationSet: { ConfigurationSetName: 'set', SendingOptions: { SendingEnabled: true } },
  GetConfigurationSetEventDestinations: {
    EventDestinations: [
      {
        Name: 'ToTopic',
        Enabled: true,
        MatchingEventTypes: ['SEND', 'REJECT', 'BOUNCE', 'COMPLAINT', 'DELIVERY'],
        SnsDestination: { TopicArn: 'arn:aws:sns:eu-west-2:123456789012:events' },
      },
    ],
  },
  DescribeActiveReceiptRuleSet: '<Metadata><Name>newsroom-rules</Name></Metadata><Rules/>',
  DescribeCertificate: {
    Certificate: {
      Status: 'ISSUED',
      DomainName: 'www.news.example.org',
      SubjectAlternativeNames: ['www.news.example.org'],
      NotAfter: Date.parse('2028-01-01T00:00:00Z') / 1_000,
      DomainValidationOptions: [
        {
          DomainName: 'www.news.example.org',
          ResourceRecord: { Name: '_a1.www.news.example.org.', Type: 'CNAME', Value: '_b2.acm-validations.aws.' },
        },
      ],
    },
  },
  ListSubscriptionsByTopic:
    '<Subscriptions><member><SubscriptionArn>arn:aws:sns:eu-west-2:123456789012:alarms:1</SubscriptionArn></member></Subscriptions>',
  GetAccountSettings: { AccountLimit: { ConcurrentExecutions: 1_000 } },
  GetQueueAttributes: { Attributes: { ApproximateNumberOfMessages: '0' } },
  DescribeContinuousBackups: {
    ContinuousBackupsDescription: {
      ContinuousBackupsStatus: 'ENABLED',
      PointInTimeRecoveryDescription: { PointInTimeRecoveryStatus: 'ENABLED' },
    },
  },
  DescribeTimeToLive: ({ TableName }: { TableName: string }) => ({
    TimeToLiveDescription: /subscribers/i.test(TableName)
      ? { TimeToLiveStatus: 'ENABLED', AttributeName: 'expires' }
      : { TimeToLiveStatus: 'DISABLED' },
  }),
  DescribeSecret: { Name: 'tokens', VersionIdsToStages: { a: ['AWSPREVIOUS'], b: ['AWSCURRENT'] } },
  GetSecretValue: { SecretString: JSON.stringify({ appKey: 'a', appSecret: 'b', accessToken: '1-c', accessSecret: 'd' }) },
};

/** Starts it. `asked`: the names of the calls so far. */
export async function startAws(answers: Answers): Promise<Loopback & { asked: string[] }> {
  const asked: string[] = [];
  const server = await listenOnLoopback(async (request, response) => {
    const body = (await bodyOf(request)).toString();
    const target = String(request.headers['x-amz-target'] ?? '').replace(/^.*\./, '');
    const form = new URLSearchParams(body).get('Action');
    const name = target || form || pathName(request.url ?? '');
    asked.push(name);
    const known = answers[name];
    const answer = typeof known === 'function' ? known(JSON.parse(body || '{}')) : known;
    const isXml = form !== null && target === '';
    response.setHeader('date', new Date().toUTCString());
    if (answer === undefined) {
      const type = 'AccessDeniedException';
      response.writeHead(403, { 'content-type': isXml ? 'text/xml' : 'application/json', 'x-amzn-errortype': type });
      response.end(
        isXml
          ? '<ErrorResponse><Error><Type>Sender</Type><Code>AccessDenied</Code><Message>No.</Message></Error></ErrorResponse>'
          : JSON.stringify({ __type: type, message: 'No.' }),
      );
      return;
    }
    response.writeHead(200, { 'content-type': isXml ? 'text/xml' : 'application/json' });
    response.end(isXml ? `<${name}Response><${name}Result>${answer}</${name}Result></${name}Response>` : JSON.stringify(answer));
  });
  return { ...server, asked };
}

function pathName(url: string): string {
  const { pathname } = new URL(url, 'http://aws');
  if (pathname.endsWith('/configuration')) return 'GetFunctionConfiguration';
  if (pathname.endsWith('/account-settings/') || pathname.endsWith('/account-settings')) return 'GetAccountSettings';
  if (pathname === '/v2/email/account') return 'GetAccount';
  if (pathname.startsWith('/v2/email/identities/')) return 'GetEmailIdentity';
  return pathname.endsWith('/event-destinations') ? 'GetConfigurationSetEventDestinations' : 'GetConfigurationSet';
}
