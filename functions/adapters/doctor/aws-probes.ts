// Looks at AWS, at name servers and at the social accounts. It only reads.
import { ACMClient, type CertificateDetail, DescribeCertificateCommand } from '@aws-sdk/client-acm';
import { DescribeContinuousBackupsCommand, DescribeTimeToLiveCommand, type DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { GetAccountSettingsCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { DescribeSecretCommand, GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { DescribeActiveReceiptRuleSetCommand, SESClient } from '@aws-sdk/client-ses';
import {
  GetAccountCommand,
  GetConfigurationSetCommand,
  GetConfigurationSetEventDestinationsCommand,
  GetEmailIdentityCommand,
  SESv2Client,
} from '@aws-sdk/client-sesv2';
import { paginateListSubscriptionsByTopic, SNSClient } from '@aws-sdk/client-sns';
import { GetQueueAttributesCommand, SQSClient } from '@aws-sdk/client-sqs';
import { Temporal } from 'temporal-polyfill';
import { asked } from '#adapters/doctor/asked';
import { dnsProbe } from '#adapters/doctor/dns-probe';
import { siteProbe } from '#adapters/doctor/site-probe';
import { socialProbe } from '#adapters/doctor/social-probe';
import { openDynamo } from '#adapters/dynamo/client';
import { cognitoAccounts, secondFactorOf } from '#adapters/identity/cognito-accounts';
import { unlogged } from '#adapters/unlogged';
import type { Config, DoctorConfig } from '#config';
import { dnsRecords } from '#core/dns/dns-records';
import type { Answer, SecretFound, SesConfiguration, SesDomain, SignInFound, SiteCertificate, TableFound } from '#core/doctor/findings';
import type { Probes } from '#ports';

/** CloudFront takes certificates of this region only. */
const CERTIFICATES = 'us-east-1';
const CALLS = { requestHandler: { requestTimeout: 5_000, connectionTimeout: 2_000, throwOnRequestTimeout: true }, maxAttempts: 2 };

export function awsProbes(config: Config, doctor: DoctorConfig): Probes {
  const sesv2 = unlogged(new SESv2Client(CALLS));
  const ses = unlogged(new SESClient(CALLS));
  const dynamo = openDynamo(config.callsBy);
  const secrets = unlogged(new SecretsManagerClient(CALLS));
  const sqs = unlogged(new SQSClient(CALLS));
  const lambda = unlogged(new LambdaClient(CALLS));
  const sns = unlogged(new SNSClient(CALLS));
  const acm = unlogged(new ACMClient({ ...CALLS, region: CERTIFICATES }));
  const domain = config.deployed?.domain ?? '';
  const { siteHost, region, deadLetters, certificateArn } = doctor;

  return {
    async look() {
      const clock = clockOf(sesv2);
      const described = await asked(async () => {
        const { Certificate } = await acm.send(new DescribeCertificateCommand({ CertificateArn: certificateArn }));
        if (!Certificate) throw new Error('AWS described no certificate.');
        return Certificate;
      });
      const social = socialProbe(async () => {
        const { SecretString } = await secrets.send(new GetSecretValueCommand({ SecretId: config.secrets.x }));
        return SecretString ?? '';
      }, config.xLoopbackPort);
      const letters = (url: string) => asked(() => waiting(sqs, url));
      const table = (name: string) => asked(() => tableOf(dynamo, name));
      const all = {
        dns: Promise.all(lookForRecords(doctor, domain, described)),
        siteOpens: asked(() => siteProbe(`https://${siteHost}/`)),
        sesAccount: asked(async () => {
          const { ProductionAccessEnabled, SendingEnabled, EnforcementStatus, SendQuota } = await sesv2.send(new GetAccountCommand({}));
          const { Max24HourSend, SentLast24Hours } = SendQuota ?? {};
          if (Max24HourSend === undefined || ProductionAccessEnabled === undefined) throw new Error('SES told no quota.');
          return {
            production: ProductionAccessEnabled,
            sending: SendingEnabled === true,
            health: EnforcementStatus ?? '',
            perDay: Max24HourSend,
            lastDay: SentLast24Hours ?? 0,
          };
        }),
        sesDomain: asked(() => domainOf(sesv2, domain)),
        sesConfiguration: asked(() => configurationOf(sesv2, config.configurationSet)),
        sesRules: asked(async () => {
          const { Metadata } = await ses.send(new DescribeActiveReceiptRuleSetCommand({}));
          return { wanted: doctor.ruleSet, active: Metadata?.Name };
        }),
        lambda: asked(async () => {
          const { AccountLimit } = await lambda.send(new GetAccountSettingsCommand({}));
          if (AccountLimit?.ConcurrentExecutions === undefined) throw new Error('Lambda told no limit.');
          return AccountLimit.ConcurrentExecutions;
        }),
        alarms: asked(() => subscriptionsOf(sns, doctor.alarmTopic)),
        deadLetters: allOf({
          send: letters(deadLetters.send),
          post: letters(deadLetters.post),
          events: letters(deadLetters.events),
          unsubscribe: letters(deadLetters.unsubscribe),
        }),
        tables: allOf({
          publications: table(config.tables.publications),
          ledger: table(config.tables.ledger),
          subscribers: table(config.tables.subscribers),
          suppressions: table(config.tables.suppressions),
          switches: table(config.tables.switches),
          desk: table(config.tables.desk),
        }),
        tokens: asked(() => isFilled(secrets, config.secrets.tokens)),
        social,
        signIn: asked(() => signInOf(config, dynamo)),
      };
      const found = await allOf(all);
      const { social: accounts, ...others } = found;
      return {
        place: { on: 'aws', domain, siteHost, region },
        ...others,
        ...accounts,
        certificate: described.is === 'found' ? { is: 'found', found: certificateOf(described.found) } : described,
        clockAheadMs: clock(),
      };
    },
  };
}

/** Waits for each of these at once. */
async function allOf<T extends object>(asking: T): Promise<{ [K in keyof T]: Awaited<T[K]> }> {
  const found = await Promise.all(Object.entries(asking).map(async ([name, one]) => [name, await one] as const));
  return Object.fromEntries(found) as { [K in keyof T]: Awaited<T[K]> };
}

function lookForRecords(doctor: DoctorConfig, domain: string, described: Answer<CertificateDetail>) {
  const { siteHost, region, dkim, siteTarget } = doctor;
  const proof =
    described.is === 'found' ? described.found.DomainValidationOptions?.find(({ ResourceRecord }) => ResourceRecord) : undefined;
  const { Name, Value } = proof?.ResourceRecord ?? {};
  const certificate = Name !== undefined && Value !== undefined ? { name: Name, value: Value } : undefined;
  const look = dnsProbe(doctor.nameServers);
  return dnsRecords({ domain, siteHost, region, dkim, siteTarget, certificate }).map(async (record) => ({
    record,
    answer: await asked(() => look(record)),
  }));
}

async function domainOf(sesv2: SESv2Client, domain: string): Promise<SesDomain> {
  const { VerifiedForSendingStatus, DkimAttributes, MailFromAttributes } = await sesv2.send(
    new GetEmailIdentityCommand({ EmailIdentity: domain }),
  );
  return {
    verified: VerifiedForSendingStatus === true,
    dkim: DkimAttributes?.Status ?? '',
    bounce: MailFromAttributes?.MailFromDomainStatus ?? '',
    bounceDomain: MailFromAttributes?.MailFromDomain ?? '',
  };
}

async function configurationOf(sesv2: SESv2Client, ConfigurationSetName: string): Promise<SesConfiguration> {
  const [{ SendingOptions }, { EventDestinations = [] }] = await Promise.all([
    sesv2.send(new GetConfigurationSetCommand({ ConfigurationSetName })),
    sesv2.send(new GetConfigurationSetEventDestinationsCommand({ ConfigurationSetName })),
  ]);
  // Another destination writes the archive: what only it gets does not reach the newsroom.
  const events = EventDestinations.filter(({ Enabled, SnsDestination }) => Enabled === true && SnsDestination !== undefined);
  return { sending: SendingOptions?.SendingEnabled !== false, events: events.flatMap(({ MatchingEventTypes = [] }) => MatchingEventTypes) };
}

function certificateOf({ Status, NotAfter, DomainName, SubjectAlternativeNames }: CertificateDetail): SiteCertificate {
  const hosts = [...new Set([DomainName, ...(SubjectAlternativeNames ?? [])])].filter((host) => host !== undefined);
  return {
    status: Status ?? '',
    hosts,
    ...(NotAfter && { until: Temporal.Instant.fromEpochMilliseconds(NotAfter.getTime()) }),
  };
}

/** A subscription that nobody has confirmed has no name of its own yet. */
async function subscriptionsOf(client: SNSClient, TopicArn: string): Promise<{ confirmed: number; pending: number }> {
  const found = { confirmed: 0, pending: 0 };
  for await (const { Subscriptions = [] } of paginateListSubscriptionsByTopic({ client }, { TopicArn })) {
    for (const { SubscriptionArn = '' } of Subscriptions) {
      if (SubscriptionArn.startsWith('arn:')) found.confirmed += 1;
      else if (SubscriptionArn === 'PendingConfirmation') found.pending += 1;
    }
  }
  return found;
}

async function waiting(sqs: SQSClient, QueueUrl: string): Promise<number> {
  const { Attributes } = await sqs.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['ApproximateNumberOfMessages'] }));
  const many = Attributes?.ApproximateNumberOfMessages;
  if (many === undefined) throw new Error('SQS told no number.');
  return Number(many);
}

async function tableOf(dynamo: DynamoDBClient, TableName: string): Promise<TableFound> {
  const [{ ContinuousBackupsDescription }, { TimeToLiveDescription }] = await Promise.all([
    dynamo.send(new DescribeContinuousBackupsCommand({ TableName })),
    dynamo.send(new DescribeTimeToLiveCommand({ TableName })),
  ]);
  const recovery = ContinuousBackupsDescription?.PointInTimeRecoveryDescription?.PointInTimeRecoveryStatus === 'ENABLED';
  const { TimeToLiveStatus, AttributeName } = TimeToLiveDescription ?? {};
  const deletes = TimeToLiveStatus === 'ENABLED' || TimeToLiveStatus === 'ENABLING';
  return { recovery, ...(deletes && AttributeName !== undefined && { expiry: AttributeName }) };
}

/** The value of a stack's new secret is a placeholder. Whoever fills it in makes a second version; the doctor never reads the value. */
async function isFilled(secrets: SecretsManagerClient, SecretId: string): Promise<SecretFound> {
  const { VersionIdsToStages } = await secrets.send(new DescribeSecretCommand({ SecretId }));
  return { filled: Object.keys(VersionIdsToStages ?? {}).length > 1 };
}

async function signInOf({ signIn }: Config, dynamo: DynamoDBClient): Promise<SignInFound> {
  if (signIn === 'none') throw new Error('There is no user pool.');
  const accounts = cognitoAccounts(signIn.pool, dynamo.config.credentials);
  const [all, secondFactor] = await Promise.all([accounts.all(), secondFactorOf(signIn.pool, dynamo.config.credentials)]);
  return {
    open: all.filter(({ state }) => state === 'open').length,
    invited: all.filter(({ state }) => state === 'invited').length,
    secondFactor,
  };
}

/** AWS dates each of its answers. */
function clockOf(client: SESv2Client): () => Answer<number> {
  let ahead: number | undefined;
  client.middlewareStack.add(
    (next) => async (given) => {
      const answer = await next(given);
      const { headers } = (answer.response ?? {}) as { headers?: Record<string, string> };
      const theirs = Date.parse(headers?.date ?? '');
      if (!Number.isNaN(theirs)) ahead = Temporal.Now.instant().epochMilliseconds - theirs;
      return answer;
    },
    { step: 'deserialize', name: 'clock', override: true },
  );
  return () =>
    ahead === undefined ? { is: 'unknown', why: 'No answer of AWS said what time it is there.' } : { is: 'found', found: ahead };
}
