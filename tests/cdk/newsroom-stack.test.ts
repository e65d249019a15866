import { readdirSync, readFileSync } from 'node:fs';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { describe, expect, test } from 'vitest';
import { LOG_WORDS } from '#adapters/log-lines';
import { FEATURE_FLAGS } from '#cdk/feature-flags';
import { environmentNames } from '#config';
import { SEND_WORKERS } from '#core/delivery/send-rate';
import { RETENTION } from '#core/rules/retention';
import { LEASE_MINUTES } from '#flow/tick';
import { routeOf } from '#local/newsroom/lambda-http';
import { IMAGE_POLICY } from '#web/headers';
import { all, bundles, context, newApp, newsroom, newsroomIn, one, say } from './synthesised.ts';

describe('the stored data', () => {
  const tables = all('AWS::DynamoDB::GlobalTable');

  test('the stack has six tables, so that a restore of one rewinds none of the others', () => {
    expect(tables.map(([name]) => name)).toEqual([
      'TablesPublications',
      'TablesLedger',
      'TablesSubscribers',
      'TablesSuppressions',
      'TablesSwitches',
      'TablesDesk',
    ]);
  });

  test.each(tables)('the table %s survives a deletion of the stack, a wrong click and a wrong write', (_, table) => {
    const { Properties } = table;
    expect([table.DeletionPolicy, table.UpdateReplacePolicy]).toEqual(['Retain', 'Retain']);
    expect(Properties.BillingMode).toBe('PAY_PER_REQUEST');
    expect(Properties.SSESpecification).toEqual({ SSEEnabled: true, SSEType: 'KMS' });
    const [replica, ...elsewhere] = Properties.Replicas;
    expect(elsewhere).toEqual([]);
    expect(replica.DeletionProtectionEnabled).toBe(true);
    expect(replica.PointInTimeRecoverySpecification).toEqual({ PointInTimeRecoveryEnabled: true, RecoveryPeriodInDays: 35 });
  });

  // The template validator overlooks a key that has no definition; the deployment does not.
  test.each(tables)('the table %s has the keys pk and sk, both text, and no index', (_, { Properties }) => {
    expect(Properties.KeySchema).toEqual([
      { AttributeName: 'pk', KeyType: 'HASH' },
      { AttributeName: 'sk', KeyType: 'RANGE' },
    ]);
    expect(Properties.AttributeDefinitions).toEqual([
      { AttributeName: 'pk', AttributeType: 'S' },
      { AttributeName: 'sk', AttributeType: 'S' },
    ]);
    expect(Properties.GlobalSecondaryIndexes).toBeUndefined();
  });

  test.each(all('AWS::S3::Bucket'))('the bucket %s is private, encrypted and kept, but for a first deployment that failed', (_, bucket) => {
    expect([bucket.DeletionPolicy, bucket.UpdateReplacePolicy]).toEqual(['RetainExceptOnCreate', 'Retain']);
    expect(Object.values(bucket.Properties.PublicAccessBlockConfiguration)).toEqual([true, true, true, true]);
    expect(bucket.Properties.BucketEncryption).toBeDefined();
  });

  test('each version of the content is kept', () => {
    expect(one('AWS::S3::Bucket', 'ContentBucket').Properties.VersioningConfiguration).toEqual({ Status: 'Enabled' });
  });

  test.each(all('AWS::SecretsManager::Secret'))('the secret %s outlives the stack, but not a first deployment that failed', (_, secret) => {
    expect([secret.DeletionPolicy, secret.UpdateReplacePolicy]).toEqual(['RetainExceptOnCreate', 'Retain']);
  });

  test('nothing that stays after a failed first deployment has a name that the next attempt needs', () => {
    const named = ['AWS::S3::Bucket', 'AWS::SecretsManager::Secret', 'AWS::DynamoDB::GlobalTable', 'AWS::Cognito::UserPool']
      .flatMap(all)
      .map(([, resource]) => resource)
      .flatMap(({ Properties }) => Object.keys(Properties))
      .filter((property) => /^(Name|TableName|BucketName|UserPoolName)$/.test(property));
    expect(named).toEqual([]);
  });

  test.each(all('AWS::Logs::LogGroup'))('the log group %s is kept for three months', (_, { Properties }) => {
    expect(Properties.RetentionInDays).toBe(90);
  });
});

describe('a deployment', () => {
  const other = (own: Record<string, unknown>) => {
    const app = newApp();
    const stack = newsroomIn(app, own);
    return { stack, template: Template.fromStack(stack) };
  };

  test('the stack goes to the account and region of cdk.json, unprotected until it is there, and with the tags of everything in it', () => {
    const { stack } = other({ tags: { CostCentre: '12345' } });
    expect([stack.account, stack.region, stack.terminationProtection]).toEqual([context.account, 'eu-west-2', false]);
    expect(stack.tags.renderTags()).toEqual([{ Key: 'CostCentre', Value: '12345' }]);
    for (const [name, { Properties }] of [...all('AWS::S3::Bucket'), ...all('AWS::Lambda::Function')])
      expect(Properties.Tags, name).toContainEqual({ Key: 'Service', Value: 'Newsroom' });
  });

  test('what the account costs is watched: the programme lead is told at the budget, and when it is expected to be passed', () => {
    const { Properties } = one('AWS::Budgets::Budget', 'Budget');
    expect(Properties.Budget).toMatchObject({ BudgetLimit: { Amount: context.budget, Unit: 'USD' }, TimeUnit: 'MONTHLY' });
    const told = Properties.NotificationsWithSubscribers.map(({ Notification, Subscribers }: Record<string, Record<string, unknown>>) => [
      Notification?.NotificationType,
      Subscribers,
    ]);
    const lead = [{ Address: context.alarmEmail, SubscriptionType: 'EMAIL' }];
    expect(told).toEqual([
      ['ACTUAL', lead],
      ['FORECASTED', lead],
    ]);
    other({ budget: undefined }).template.resourceCountIs('AWS::Budgets::Budget', 0);
  });

  test('a second stage in the same account shares no name with production', () => {
    const staging = { domain: 'test.example.org', siteHost: 'www.test.example.org', certificateArn: context.certificateArn };
    const { stack, template } = other({ stage: 'staging', stages: { staging } });
    expect(stack.stackName).toBe('Newsroom-staging');
    // These names are unique in an account. The names of all else are made by AWS, or belong to one of these.
    const named = (written: Template) =>
      [
        'AWS::CloudFront::CachePolicy',
        'AWS::CloudFront::ResponseHeadersPolicy',
        'AWS::CloudFront::OriginAccessControl',
        'AWS::SES::EmailIdentity',
      ]
        .flatMap((type) => Object.values(written.findResources(type)))
        .flatMap(({ Properties }) => JSON.stringify(Properties).match(/"(?:Name|EmailIdentity)":"[^"]*"/g) ?? []);
    expect(named(template)).toHaveLength(5);
    expect(named(template).filter((name) => named(newsroom()).includes(name))).toEqual([]);
    for (const type of ['AWS::IAM::Role', 'AWS::IAM::ManagedPolicy', 'AWS::SecretsManager::Secret', 'AWS::SES::ReceiptRuleSet'])
      for (const { Properties } of Object.values(template.findResources(type)))
        expect(Object.keys(Properties ?? {}).filter((key) => /Name$/.test(key))).toEqual([]);
    template.hasResourceProperties('AWS::Cognito::UserPoolDomain', { Domain: 'newsroom-staging-123456789012' });
    expect(one('AWS::Cognito::UserPoolDomain', 'SignInUsersDomain').Properties.Domain).toBe('newsroom-123456789012');
  });

  test('tables that a restore has made are used by all functions, and those of the stack stay in it', () => {
    const tables = { ledger: 'Newsroom-Ledger-restored', publications: 'P-restored', subscribers: 'S-restored' };
    const { template } = other({ tables });
    template.resourceCountIs('AWS::DynamoDB::GlobalTable', 6);
    for (const { Properties } of Object.values(template.findResources('AWS::Lambda::Function'))) {
      const { TABLE_LEDGER, TABLE_PUBLICATIONS, TABLE_SUBSCRIBERS, TABLE_SWITCHES } = Properties.Environment?.Variables ?? {};
      if (TABLE_SWITCHES === undefined) continue;
      expect([TABLE_LEDGER, TABLE_PUBLICATIONS, TABLE_SUBSCRIBERS]).toEqual(['Newsroom-Ledger-restored', 'P-restored', 'S-restored']);
      expect(say(TABLE_SWITCHES)).toBe('TablesSwitches');
    }
    const policies = JSON.stringify([template.findResources('AWS::IAM::Policy'), template.findResources('AWS::IAM::ManagedPolicy')]);
    for (const name of Object.values(tables)) expect(policies).toContain(`:table/${name}`);
    for (const id of ['TablesLedger', 'TablesPublications', 'TablesSubscribers']) expect(policies).not.toContain(id);
    expect(policies).toContain('TablesSwitches');
  });

  test('invitations to the desk come from Cognito until the domain may send, and then from the domain', () => {
    expect(one('AWS::Cognito::UserPool', 'SignInUsers').Properties.EmailConfiguration).toBeUndefined();
    other({ invitationsFromDomain: true }).template.hasResourceProperties('AWS::Cognito::UserPool', {
      EmailConfiguration: {
        EmailSendingAccount: 'DEVELOPER',
        From: 'Newsroom desk <desk@news.example.org>',
        SourceArn: 'arn:aws:ses:eu-west-2:123456789012:identity/news.example.org',
      },
    });
  });

  test('the stack is made with every flag of the library that would change it', () => {
    const recommended: Record<string, unknown> = JSON.parse(
      readFileSync('node_modules/aws-cdk-lib/recommended-feature-flags.json', 'utf8'),
    );
    const app = newApp({ ...recommended, '@aws-cdk/core:target-partitions': ['aws'] });
    // The names of assets hold nothing that a flag changes, and are the same.
    expect(Template.fromStack(newsroomIn(app)).toJSON()).toEqual(newsroom().toJSON());
    for (const [flag, value] of Object.entries(FEATURE_FLAGS))
      if (!Array.isArray(value)) expect([flag, recommended[flag]]).toEqual([flag, value]);
  });
});

describe('the functions', () => {
  const lambdas = all('AWS::Lambda::Function');
  const lambda = (name: string) => one('AWS::Lambda::Function', `${name}Function`).Properties;

  test('every handler is deployed, and no function is without one', () => {
    const deployed = lambdas.map(([name, { Properties }]) => [name.replace('Function', ''), Properties.Description]);
    expect(deployed).toEqual(Object.entries(bundles).map(([name, bundle]) => [name, `newsroom ${bundle}`]));
    expect(readdirSync('functions/handlers').sort()).toEqual(
      Object.values(bundles)
        .map((name) => `${name}.ts`)
        .sort(),
    );
  });

  test.each(lambdas)('%s runs on Node 24 and ARM, with exactly the environment that functions/config.ts reads', (name, { Properties }) => {
    expect(Properties.Runtime).toBe('nodejs24.x');
    expect(Properties.Architectures).toEqual(['arm64']);
    expect(Properties.Handler).toBe('index.handler');
    // These read no configuration: tests/cdk/access.test.ts.
    if (name === 'CheckLinksFunction' || name === 'FetchOutsideFunction') return;
    const { xLoopbackPort, asksOtherSites, callsBy } = environmentNames;
    const notOfTheStack: string[] = [xLoopbackPort, asksOtherSites, callsBy];
    const others = name === 'DoctorFunction' ? notOfTheStack : [...notOfTheStack, environmentNames.doctor];
    const read = Object.values(environmentNames).filter((one) => !others.includes(one));
    expect(Object.keys(Properties.Environment.Variables).sort()).toEqual(read.sort());
    expect(Properties.Environment.Variables.NEWSROOM_STAGE).not.toBe('local');
  });

  test('no function reserves instances, which AWS refuses to a new account', () => {
    expect(lambdas.filter(([, { Properties }]) => Properties.ReservedConcurrentExecutions !== undefined)).toEqual([]);
  });

  test('a tick is over when its lease runs out, however late AWS begins it', () => {
    // The schedule begins within the minute, tries again for its time, and Lambda keeps what it cannot begin for its own.
    const { MaximumEventAgeInSeconds: kept } = one('AWS::Lambda::EventInvokeConfig', 'TickFunctionEventInvokeConfig').Properties;
    const latest = 60 + schedulePolicy().MaximumEventAgeInSeconds + kept;
    expect(latest + lambda('Tick').Timeout).toBeLessThanOrEqual(LEASE_MINUTES * 60);
    expect(lambda('Tick').Timeout).toBeLessThan(60);
  });

  test.each(['Public', 'Desk', 'WatchFeed', 'Tick'])(
    'the function %s, for which somebody waits, which makes pictures ready or which seals for all readers, has one whole CPU',
    (name) => {
      expect(lambda(name).MemorySize).toBe(1769);
    },
  );

  test.each([
    ['CheckLinks', 10],
    // A page of the desk waits for three of them at most, ten seconds for each.
    ['FetchOutside', 15],
  ])('the function %s gives up before the desk’s page would, and takes none of the account’s functions for itself', (name, seconds) => {
    expect(lambda(name).Timeout).toBeLessThan(seconds);
    expect(lambda(name).ReservedConcurrentExecutions).toBeUndefined();
  });

  test('a tick comes every minute, and carries the time that it was scheduled for', () => {
    const schedule = one('AWS::Scheduler::Schedule', 'EveryMinuteSchedule').Properties;
    expect(schedule.ScheduleExpression).toBe('rate(1 minute)');
    expect(schedule.ScheduleExpressionTimezone).toBe('Etc/UTC');
    expect(schedule.FlexibleTimeWindow).toEqual({ Mode: 'OFF' });
    expect(JSON.parse(schedule.Target.Input)).toEqual({ scheduledTime: '<aws.scheduler.scheduled-time>' });
    expect(say(schedule.Target.Arn)).toBe('TickFunction');
    expect(say(schedule.Target.DeadLetterConfig.Arn)).toBe('EveryMinuteDeadLetters');
  });

  test('a failed tick is not run late, because the next one does its work', () => {
    expect(schedulePolicy()).toEqual({ MaximumEventAgeInSeconds: 60, MaximumRetryAttempts: 1 });
    newsroom().hasResourceProperties('AWS::Lambda::EventInvokeConfig', { MaximumRetryAttempts: 0, MaximumEventAgeInSeconds: 60 });
  });

  const schedulePolicy = () => one('AWS::Scheduler::Schedule', 'EveryMinuteSchedule').Properties.Target.RetryPolicy;
});

describe('the queues', () => {
  const queues = all('AWS::SQS::Queue');
  const work = queues.filter(([name]) => !name.endsWith('DeadLetters'));

  test.each(queues)('the queue %s is encrypted, and may be used only over TLS', (name, { Properties }) => {
    expect(Properties.SqsManagedSseEnabled).toBe(true);
    const policies = all('AWS::SQS::QueuePolicy').filter(([, policy]) => say(policy.Properties.Queues[0]) === name);
    expect(JSON.stringify(policies)).toContain('"Condition":{"Bool":{"aws:SecureTransport":"false"}},"Effect":"Deny"');
  });

  test.each(work)('the queue %s has dead letters, which are kept for two weeks', (name, { Properties }) => {
    const dead = say(Properties.RedrivePolicy.deadLetterTargetArn);
    expect(dead).toBe(name.replace('Queue', 'DeadLetters'));
    expect(one('AWS::SQS::Queue', dead).Properties.MessageRetentionPeriod).toBe(14 * 24 * 3600);
  });

  test.each([
    ['Send', 'ToSend', { timeout: 60, batch: 1, maxConcurrency: SEND_WORKERS }],
    ['Post', 'ToPost', { timeout: 180, batch: 1, maxConcurrency: 2 }],
    ['HandleSesEvents', 'ToHandleEvents', { timeout: 30, batch: 100, maxConcurrency: 5 }],
  ])(
    '%s is triggered by %s at the chosen rate, reports each failure, and has a message to itself for six times its timeout',
    (name, queue, { timeout, batch, maxConcurrency }) => {
      const mapping = all('AWS::Lambda::EventSourceMapping').find(
        ([, { Properties }]) => say(Properties.FunctionName) === `${name}Function`,
      );
      expect(mapping?.[1].Properties).toMatchObject({
        BatchSize: batch,
        FunctionResponseTypes: ['ReportBatchItemFailures'],
        ScalingConfig: { MaximumConcurrency: maxConcurrency },
      });
      expect(one('AWS::Lambda::Function', `${name}Function`).Properties.Timeout).toBe(timeout);
      expect(one('AWS::SQS::Queue', `${queue}Queue`).Properties.VisibilityTimeout).toBe(6 * timeout);
    },
  );

  test.each(work)('the queue %s keeps a message for a week, which leaves another one in its dead-letter queue', (_, { Properties }) => {
    expect(Properties.MessageRetentionPeriod).toBe(7 * 24 * 3600);
  });

  test('an SES event waits 30 seconds, so that the outcome of its call is written first', () => {
    expect(one('AWS::SQS::Queue', 'ToHandleEventsQueue').Properties.DelaySeconds).toBe(30);
  });
});

describe('email', () => {
  test('the domain signs email with 2048 bits, and has a subdomain for bounces', () => {
    expect(one('AWS::SES::EmailIdentity', 'MailIdentity').Properties).toMatchObject({
      EmailIdentity: 'news.example.org',
      DkimSigningAttributes: { NextSigningKeyLength: 'RSA_2048_BIT' },
      MailFromAttributes: { MailFromDomain: 'bounce.news.example.org', BehaviorOnMxFailure: 'REJECT_MESSAGE' },
    });
  });

  test('reading is not tracked: no opens, no clicks, no tracking domain', () => {
    const { EventDestination } = one('AWS::SES::ConfigurationSetEventDestination', 'MailConfigurationSetToTopic').Properties;
    expect(EventDestination.MatchingEventTypes).toEqual([
      'send',
      'reject',
      'bounce',
      'complaint',
      'delivery',
      'deliveryDelay',
      'renderingFailure',
    ]);
    const set = one('AWS::SES::ConfigurationSet', 'MailConfigurationSet').Properties;
    expect(set.TrackingOptions).toBeUndefined();
    expect(set.VdmOptions).toBeUndefined();
  });

  test('email goes out only over TLS, and its reputation is measured', () => {
    expect(one('AWS::SES::ConfigurationSet', 'MailConfigurationSet').Properties).toMatchObject({
      DeliveryOptions: { TlsPolicy: 'REQUIRE' },
      ReputationOptions: { ReputationMetricsEnabled: true },
      SuppressionOptions: { SuppressedReasons: ['BOUNCE', 'COMPLAINT'] },
    });
  });

  test('SES events are archived within a minute, with all versions, and an alarm says when the archive falls behind', () => {
    const { EventDestination } = one('AWS::SES::ConfigurationSetEventDestination', 'MailConfigurationSetToArchive').Properties;
    expect(EventDestination.MatchingEventTypes).toEqual(['send', 'reject', 'bounce', 'complaint', 'delivery']);
    expect(say(EventDestination.KinesisFirehoseDestination.DeliveryStreamARN)).toBe('ArchiveStream');
    expect(one('AWS::KinesisFirehose::DeliveryStream', 'ArchiveStream').Properties.ExtendedS3DestinationConfiguration).toMatchObject({
      BufferingHints: { IntervalInSeconds: 60, SizeInMBs: 5 },
      CompressionFormat: 'GZIP',
      Prefix: 'events/',
      ErrorOutputPrefix: 'errors/',
    });
    expect(one('AWS::S3::Bucket', 'ArchiveBucket').Properties.VersioningConfiguration).toEqual({ Status: 'Enabled' });
    expect(one('AWS::CloudWatch::Alarm', 'ArchiveLate').Properties.Threshold).toBe(3600);
  });

  test('SES events are archived only after they are anonymised, and an alarm says when one cannot be read', () => {
    const { ProcessingConfiguration } = one('AWS::KinesisFirehose::DeliveryStream', 'ArchiveStream').Properties
      .ExtendedS3DestinationConfiguration;
    expect(ProcessingConfiguration.Enabled).toBe(true);
    const [processor, ...others] = ProcessingConfiguration.Processors;
    expect([processor.Type, others]).toEqual(['Lambda', []]);
    const [arn] = processor.Parameters.filter((parameter: { ParameterName: string }) => parameter.ParameterName === 'LambdaArn');
    expect(say(arn.ParameterValue)).toBe('AnonymiseFunction');
    expect(one('AWS::CloudWatch::Alarm', 'ArchiveUnread').Properties.Threshold).toBe(1);
  });

  test('the archive and unread events are kept as long as core/rules/retention.ts says', () => {
    const { Rules } = one('AWS::S3::Bucket', 'ArchiveBucket').Properties.LifecycleConfiguration;
    const kept = Object.fromEntries(
      Rules.map((rule: { Prefix: string; ExpirationInDays: number }): [string, number] => [rule.Prefix, rule.ExpirationInDays]),
    );
    // Thirteen months are at most 397 days.
    const { mailEvents, unreadEvents } = RETENTION;
    expect(kept).toEqual({ 'events/': Math.ceil((mailEvents.months * 397) / 13 / 100) * 100, 'errors/': unreadEvents.days });
    for (const [name, { Properties }] of all('AWS::SQS::Queue')) {
      if (name.endsWith('DeadLetters')) expect(Properties.MessageRetentionPeriod).toBeLessThanOrEqual(unreadEvents.days * 24 * 3600);
    }
  });

  test('SES events arrive in the queue as SES wrote them', () => {
    newsroom().hasResourceProperties('AWS::SNS::Subscription', { Protocol: 'sqs', RawMessageDelivery: true });
  });
});

describe('the site', () => {
  const site = one('AWS::CloudFront::Distribution', 'SiteDistribution').Properties.DistributionConfig;

  test('the site is served only over TLS 1.2 or newer, and its log holds no cookies', () => {
    expect(site.ViewerCertificate.MinimumProtocolVersion).toBe('TLSv1.2_2021');
    for (const behaviour of [site.DefaultCacheBehavior, ...site.CacheBehaviors])
      expect(behaviour.ViewerProtocolPolicy).toBe('redirect-to-https');
    expect(site.Logging.Bucket).toBeDefined();
    expect(site.Logging.IncludeCookies ?? false).toBe(false);
  });

  test('the site passes forms on, takes images from the bucket, and never caches the desk', () => {
    expect(site.DefaultCacheBehavior.AllowedMethods).toContain('POST');
    const [desk, images] = site.CacheBehaviors;
    expect([desk.PathPattern, images.PathPattern]).toEqual(['/desk*', '/images/*']);
    // The managed policy CachingDisabled of CloudFront.
    expect(desk.CachePolicyId).toBe('4135ea2d-6df8-44a3-9df3-4b5a84be39ad');
    expect(images.AllowedMethods ?? ['GET', 'HEAD']).not.toContain('POST');
  });

  test('a page is cached only when it says so, and each search and each page of a list separately', () => {
    newsroom().hasResourceProperties('AWS::CloudFront::CachePolicy', {
      CachePolicyConfig: {
        MinTTL: 0,
        DefaultTTL: 0,
        ParametersInCacheKeyAndForwardedToOrigin: { QueryStringsConfig: { QueryStringBehavior: 'all' } },
      },
    });
  });

  test('browsers keep images for a day, and everything else for as long as its page says', () => {
    const saying = all('AWS::CloudFront::ResponseHeadersPolicy').flatMap(([, { Properties }]) => {
      const { SecurityHeadersConfig: safe, CustomHeadersConfig: own } = Properties.ResponseHeadersPolicyConfig;
      expect(safe.ContentTypeOptions).toEqual({ Override: true });
      return own?.Items ?? [];
    });
    expect(saying).toEqual([
      { Header: 'Cache-Control', Value: 'public, max-age=86400, stale-while-revalidate=604800', Override: true },
      // Email programs on the web show our pictures in their own pages.
      { Header: 'Cross-Origin-Resource-Policy', Value: 'cross-origin', Override: true },
    ]);
  });

  test('an image from the bucket that is opened as a page runs no script', () => {
    const [, images] = site.CacheBehaviors;
    const safe = one('AWS::CloudFront::ResponseHeadersPolicy', say(images.ResponseHeadersPolicyId)).Properties.ResponseHeadersPolicyConfig
      .SecurityHeadersConfig;
    expect(safe.ContentSecurityPolicy).toEqual({ ContentSecurityPolicy: IMAGE_POLICY, Override: true });
    expect(safe.ContentTypeOptions).toEqual({ Override: true });
    expect(IMAGE_POLICY).toMatch(/^sandbox; default-src 'none';/);
  });

  test('the public pages recognise requests through the site by a token that only both have', () => {
    const token = one('AWS::Lambda::Function', 'PublicFunction').Properties.Environment.Variables.SITE_WORD;
    const headers = site.Origins.flatMap(({ OriginCustomHeaders = [] }) => OriginCustomHeaders);
    expect(headers).toEqual([{ HeaderName: 'X-Newsroom-Site', HeaderValue: token }]);
    expect(JSON.stringify(token)).toMatch('AWS::StackId');
  });

  test("every answer of the site keeps readers' links from other sites", () => {
    newsroom().hasResourceProperties('AWS::CloudFront::ResponseHeadersPolicy', {
      ResponseHeadersPolicyConfig: {
        SecurityHeadersConfig: {
          ContentTypeOptions: { Override: true },
          ReferrerPolicy: { ReferrerPolicy: 'no-referrer', Override: true },
          StrictTransportSecurity: Match.objectLike({ Override: true }),
          ContentSecurityPolicy: { ContentSecurityPolicy: "frame-ancestors 'none'" },
        },
      },
    });
  });

  test('the paths of the desk go to a function of their own, and all others to the public pages', () => {
    const integration = (name: string) => say(one('AWS::ApiGatewayV2::Integration', name).Properties.IntegrationUri);
    const routes = all('AWS::ApiGatewayV2::Route').map(([, { Properties }]) => [
      Properties.RouteKey,
      integration(say(Properties.Target).replace('integrations/', '')),
    ]);
    expect(Object.fromEntries(routes)).toEqual({
      $default: 'PublicFunction',
      'ANY /desk': 'DeskFunction',
      'ANY /desk/{proxy+}': 'DeskFunction',
      'POST /u/{token}': 'PublicFunction',
    });
    const taken = ['/', '/desk', '/desk/plan', '/u/token'].map((path) => routeOf('POST', path).routeKey);
    expect(taken.toSorted(), 'the routes of one machine are others').toEqual(Object.keys(Object.fromEntries(routes)).toSorted());
  });

  test('unsubscribing has a rate of its own, so that a flood of other requests takes nothing from it', () => {
    const { DefaultRouteSettings, RouteSettings } = one('AWS::ApiGatewayV2::Stage', 'WebApiStage').Properties;
    expect(DefaultRouteSettings).toMatchObject({ ThrottlingRateLimit: 200 });
    expect(RouteSettings).toEqual({ 'POST /u/{token}': { ThrottlingRateLimit: 200, ThrottlingBurstLimit: 400 } });
  });

  test('the desk accepts sign-ins only from our own user pool and client, and returns to our own host', () => {
    const { Variables } = one('AWS::Lambda::Function', 'DeskFunction').Properties.Environment;
    expect(
      Object.fromEntries(Object.entries(Variables).flatMap(([name, value]) => (/^SIGN_IN/.test(name) ? [[name, say(value)]] : []))),
    ).toEqual({
      SIGN_IN_ISSUER: 'SignInUsers',
      SIGN_IN_CLIENT: 'SignInUsersDesk',
      SIGN_IN_HOST: 'https://SignInUsersDomain.auth.eu-west-2.amazoncognito.com',
      SIGN_IN_SITE: 'https://www.news.example.org',
      SIGN_IN_POOL: 'SignInUsers',
      SIGN_IN_POOL_URL: 'https://cognito-idp.eu-west-2.amazonaws.com',
    });
  });

  test('the client of the desk signs in only with a code, returns only to the desk, and may change only the locale', () => {
    expect(one('AWS::Cognito::UserPoolClient', 'SignInUsersDesk').Properties).toMatchObject({
      AllowedOAuthFlows: ['code'],
      AllowedOAuthScopes: ['openid', 'email'],
      CallbackURLs: ['https://www.news.example.org/desk/signed-in'],
      LogoutURLs: ['https://www.news.example.org/desk/signed-out'],
      ExplicitAuthFlows: ['ALLOW_USER_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'],
      WriteAttributes: ['locale'],
      PreventUserExistenceErrors: 'ENABLED',
      EnableTokenRevocation: true,
    });
  });

  test('people cannot register themselves for the desk, and need more than a password', () => {
    expect(one('AWS::Cognito::UserPool', 'SignInUsers').Properties).toMatchObject({
      AdminCreateUserConfig: { AllowAdminCreateUserOnly: true },
      MfaConfiguration: 'ON',
      EnabledMfas: ['SOFTWARE_TOKEN_MFA'],
      WebAuthnUserVerification: 'required',
      WebAuthnFactorConfiguration: 'MULTI_FACTOR_WITH_USER_VERIFICATION',
    });
  });

  test("the log of requests holds no path, so no reader's link", () => {
    const { AccessLogSettings } = one('AWS::ApiGatewayV2::Stage', 'WebApiStage').Properties;
    expect(AccessLogSettings.Format).not.toMatch(/\$context\.(path|requestOverride)|\$context\.http\.path/);
  });
});

describe('alarms', () => {
  const alarms = all('AWS::CloudWatch::Alarm');

  test.each(alarms)('the alarm %s tells the programme lead who is affected and what to do', (_, { Properties }) => {
    expect(Properties.AlarmDescription).toMatch(/^[A-Z].+[.:].+\.$/);
    expect(Properties.AlarmDescription.length).toBeLessThanOrEqual(1024);
    expect(Properties.AlarmActions.map(say)).toEqual(['AlarmsTopic']);
    newsroom().hasResourceProperties('AWS::SNS::Subscription', { Protocol: 'email', Endpoint: 'programme.lead@example.org' });
  });

  test('each dead-letter queue has an alarm', () => {
    const watched = alarms
      .filter(([name]) => name.endsWith('DeadLettersAlarm'))
      .map(([, { Properties }]) => say(Properties.Dimensions[0].Value));
    expect(watched.sort()).toEqual(
      all('AWS::SQS::Queue')
        .map(([name]) => name)
        .filter((name) => name.endsWith('DeadLetters'))
        .sort(),
    );
  });

  test.each([
    ['Held', 'held', ['Tick'], 1],
    ['NoProgress', 'noProgress', ['Tick'], 6],
    ['SecondReceipt', 'secondReceipt', ['HandleSesEvents', 'Send'], 1],
    ['Stopped', 'stopped', ['Post', 'Send'], 1],
    ['ArchiveUnread', 'unread', ['Anonymise'], 1],
  ] as const)('the alarm %s rings by the words %s in the logs of %j', (name, words, logs, periods) => {
    const { Namespace, MetricName, Threshold, EvaluationPeriods, TreatMissingData, Statistic } = one(
      'AWS::CloudWatch::Alarm',
      name,
    ).Properties;
    expect([Threshold, EvaluationPeriods, TreatMissingData, Statistic]).toEqual([1, periods, 'notBreaching', 'Sum']);
    const filters = all('AWS::Logs::MetricFilter').filter(
      ([, { Properties }]) => Properties.MetricTransformations[0].MetricName === MetricName,
    );
    expect(filters.map(([, { Properties }]) => say(Properties.LogGroupName)).toSorted()).toEqual(logs.map((log) => `${log}Log`));
    for (const [, { Properties }] of filters) {
      expect(Properties.FilterPattern).toBe(`"${LOG_WORDS[words]}"`);
      expect(Properties.MetricTransformations).toEqual([{ MetricName, MetricNamespace: Namespace, MetricValue: '1' }]);
    }
  });

  test('an alarm is raised after three minutes without a finished tick, and when there are no figures', () => {
    expect(one('AWS::CloudWatch::Alarm', 'EveryMinuteMissing').Properties).toMatchObject({
      ComparisonOperator: 'LessThanThreshold',
      Threshold: 1,
      EvaluationPeriods: 3,
      TreatMissingData: 'breaching',
    });
  });

  test('each function has an alarm for errors and one for throttling', () => {
    const names = alarms.map(([name]) => name);
    for (const name of Object.keys(bundles)) expect(names).toEqual(expect.arrayContaining([`${name}Errors`, `${name}Throttles`]));
  });

  test('an alarm for bounces and complaints is raised before SES would pause the account', () => {
    expect(one('AWS::CloudWatch::Alarm', 'MailBounces').Properties.Threshold).toBeLessThan(0.05);
    expect(one('AWS::CloudWatch::Alarm', 'MailComplaints').Properties.Threshold).toBeLessThan(0.001);
  });
});
