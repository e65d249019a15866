import { CfnOutput, Duration, Fn, Stack, type StackProps, Tags } from 'aws-cdk-lib';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import { grants } from '#adapters/grants';
import { queueFigures } from '#adapters/queue-figures';
import { AccessLogs } from '#cdk/access-logs';
import { AlarmBoard, linesWith } from '#cdk/alarm-board';
import { Archive } from '#cdk/archive';
import { Content } from '#cdk/content';
import type { Deployment } from '#cdk/deployment';
import { EveryHour } from '#cdk/every-hour';
import { EveryMinute } from '#cdk/every-minute';
import { Handler } from '#cdk/handler';
import { ImportFiles } from '#cdk/import-files';
import { Mail } from '#cdk/mail';
import { MonthlyBudget } from '#cdk/monthly-budget';
import { Secrets } from '#cdk/secrets';
import { SignIn } from '#cdk/sign-in';
import { Site } from '#cdk/site';
import { Tables } from '#cdk/tables';
import { UnsubscribeMailbox } from '#cdk/unsubscribe-mailbox';
import { Uploader } from '#cdk/uploader';
import { WebApi } from '#cdk/web-api';
import { Worker } from '#cdk/worker';
import type { DoctorConfig } from '#config';

export type NewsroomProps = StackProps & {
  deployment: Deployment;
  /** The folder in which tools/build.ts writes one folder for each function. */
  bundles: string;
};

/** The bundle of each function: the name of its file in functions/handlers. */
const BUNDLES = {
  tick: 'tick',
  send: 'send',
  post: 'post',
  handleSesEvents: 'ses-events',
  public: 'public',
  unsubscribeByMail: 'unsubscribe-by-mail',
  desk: 'desk',
  certify: 'certify',
  anonymise: 'anonymise',
  checkLinks: 'check-links',
  fetchOutside: 'fetch-outside',
  watchFeed: 'watch-feed',
  doctor: 'doctor',
} as const satisfies Record<keyof typeof grants, string>;

/** The whole newsroom: storage, functions with the alarm texts of their failures, triggers, and permissions. */
export class NewsroomStack extends Stack {
  constructor(scope: Construct, id: string, { deployment, bundles, ...props }: NewsroomProps) {
    const { account, region, stage, domain, siteHost, certificateArn, alarmEmail, budget, tags, invitationsFromDomain } = deployment;
    // Without termination protection: the CDK switches that on before it makes anything, and then AWS can neither delete nor make again a
    // stack whose first deployment has failed. `npm run deploy` switches it on after success, and again after each upgrade.
    super(scope, id, { description: 'Newsroom: written once, sent once.', env: { account, region }, tags, ...props });
    for (const [key, value] of Object.entries(tags)) Tags.of(this).add(key, value);
    const alarms = new AlarmBoard(this, 'Alarms', { email: alarmEmail, stage });
    if (budget !== undefined) new MonthlyBudget(this, 'Budget', { dollars: budget, email: alarmEmail });

    // Storage
    const tables = new Tables(this, 'Tables', { restored: deployment.tables });
    const secrets = new Secrets(this, 'Secrets');
    const { bucket: accessLogs } = new AccessLogs(this, 'AccessLogs');
    const content = new Content(this, 'Content', { accessLogs });
    const imports = new ImportFiles(this, 'Imports', { accessLogs, siteHost });
    const archive = new Archive(this, 'Archive', { accessLogs });

    // Functions
    const common = (name: keyof typeof grants) => ({ name: BUNDLES[name], grants: grants[name], bundles, alarms });
    const tick = new Handler(this, 'Tick', {
      ...common('tick'),
      // One tick works at a time, because it takes a lease (functions/flow/tick.ts). Nothing is reserved: a new account may run ten
      // functions at once, and AWS refuses a reservation there.
      timeout: Duration.seconds(55),
      // A whole core: a million readers are sealed within two minutes (docs/scale.md), for some cents a month more.
      memoryMegabytes: 1769,
      failing: {
        impact: 'The newsroom stumbled while planning: what is due now may go out some minutes late.',
        remedy: 'If this rings again within the hour, ask a developer to look at the log of Tick.',
      },
    });
    const send = new Worker(this, 'Send', {
      ...common('send'),
      // Two workers are already above what SES allows a new account.
      queue: { id: 'ToSend', figures: queueFigures.send, maxConcurrency: 2 },
      failing: {
        impact: 'Sending broke off in the middle: some readers get their mail later, and for a few it may be open whether they had it.',
        remedy: 'Nobody is mailed twice. Look at the desk for mails that are held, and ask a developer to look at the log of Send.',
      },
      deadLetters: {
        impact:
          'Some emails may not have gone out: a part of a publication, a transactional email such as a confirmation, the morning summary, or the test mail with which Newsroom watches SES.',
        remedy:
          'The next minute tries a publication again, and a reader can send the form again. If the desk does not show the publication as done within the hour, ask a developer to look at the log of Send.',
      },
    });
    const post = new Worker(this, 'Post', {
      ...common('post'),
      // One worker would do, and the second does no harm: the claim in the ledger lets one worker have a post.
      queue: { id: 'ToPost', figures: queueFigures.post, maxConcurrency: 2 },
      failing: {
        impact: 'Posting to X or Bluesky broke off: a post may be late, or it may be open whether it is out.',
        remedy: 'Do not post it by hand. Look at the desk for posts that are held, and ask a developer to look at the log of Post.',
      },
      deadLetters: {
        impact: 'A post for X or Bluesky could not be worked on, so followers may not see it.',
        remedy:
          'Look at the account before doing anything by hand, so that nothing stands there twice; then ask a developer to look at the log of Post.',
      },
    });
    const handleSesEvents = new Worker(this, 'HandleSesEvents', {
      ...common('handleSesEvents'),
      queue: {
        id: 'ToHandleEvents',
        figures: queueFigures.sesEvents,
        // An event can arrive before SES's response to the same send is recorded, but by less than 30 s.
        delay: Duration.seconds(30),
        maxConcurrency: 5,
        batchingWindow: Duration.seconds(5),
      },
      failing: {
        impact: 'What SES reports of mails could not be recorded: a complaint may wait before it counts.',
        remedy:
          'It is tried again. If this rings again within the hour, pause the newsroom on the desk and ask a developer to look at the log of HandleSesEvents.',
      },
      deadLetters: {
        impact: 'A bounce, a complaint or the proof of a mail could not be recorded: somebody who complained might be mailed again.',
        remedy:
          'Pause the newsroom on the desk. Ask a developer to mend HandleSesEvents and then to return these messages to the queue; never empty it.',
      },
    });
    const forReaders = new Handler(this, 'Public', {
      ...common('public'),
      timeout: Duration.seconds(15),
      // With a third of a CPU the first page takes a second more. AWS bills memory times seconds, so a whole CPU costs the same.
      memoryMegabytes: 1769,
      failing: {
        impact: 'Readers may see an error instead of a page, and may be unable to unsubscribe.',
        remedy: 'Try an unsubscribe link of the last mail yourself, then ask a developer to look at the log of Public.',
      },
    });
    const unsubscribeByMail = new Handler(this, 'UnsubscribeByMail', {
      ...common('unsubscribeByMail'),
      timeout: Duration.seconds(15),
      failing: {
        impact: 'Somebody may have written to unsubscribe and could not be heard, which the law and our readers do not forgive.',
        remedy: 'Pause the newsroom on the desk, then ask a developer to look at the log of UnsubscribeByMail.',
      },
      unhandled: {
        impact: 'Somebody wrote to unsubscribe, and after three tries it is still not done: they would be mailed again.',
        remedy:
          'Pause the newsroom on the desk. Ask a developer to mend UnsubscribeByMail and then to give it these messages again ("Unsubscribes by email" in docs/running-on-aws.md); never empty the queue.',
      },
    });
    const desk = new Handler(this, 'Desk', {
      ...common('desk'),
      // An upload waits until a list of 100,000 people is read. The HTTP API times out after 30 s.
      timeout: Duration.seconds(29),
      // A photograph of 50 million pixels has 200 MB when it is decoded, and is copied once. This much memory comes with one whole CPU.
      memoryMegabytes: 1769,
      failing: {
        impact: 'The desk may not answer, so nobody can see the plan, approve or pause.',
        remedy: 'What is approved goes out all the same. To stop mail without the desk, follow "Stop" in docs/running-on-aws.md.',
      },
    });
    const certify = new Handler(this, 'Certify', {
      ...common('certify'),
      timeout: Duration.minutes(10),
      failing: {
        impact:
          'The certificate of a publication was not written a day after it, or not given to somebody who asked. No reader is affected.',
        remedy: 'Look at the figures on the desk instead, and ask a developer to look at the log of Certify.',
      },
    });
    const anonymise = new Handler(this, 'Anonymise', {
      ...common('anonymise'),
      // Firehose lets a call last five minutes; a megabyte of events takes less than a second.
      timeout: Duration.minutes(1),
      failing: {
        impact: 'The archive of what SES reports does not take anything in at present. No reader is affected.',
        remedy:
          'Do not restore any table. It is tried again, and what cannot be taken in is kept for two weeks: ask a developer to look at the log of Anonymise.',
      },
    });
    // Without `connect` below: it asks whatever site a writer names, so it has neither rights nor the names of anything of ours.
    const checkLinks = new Handler(this, 'CheckLinks', {
      ...common('checkLinks'),
      // It waits three seconds for a site, and the desk five for it.
      timeout: Duration.seconds(6),
      failing: {
        impact: 'The desk cannot say whether the links of a story lead to pages that are there. Everything else works, and goes out.',
        remedy:
          'Try the links of a story yourself before you publish it. If this rings again within the day, ask a developer to look at the log of CheckLinks.',
      },
    });
    // The same: it fetches what a writer or a feed names.
    const fetchOutside = new Handler(this, 'FetchOutside', {
      ...common('fetchOutside'),
      // It waits eight seconds for a site, and the desk ten for it.
      timeout: Duration.seconds(12),
      failing: {
        impact: 'Stories and pictures of another website cannot be brought in by its address. Everything else works, and goes out.',
        remedy:
          'Choose a file of the website instead. If this rings again within the day, ask a developer to look at the log of FetchOutside.',
      },
    });
    const watchFeed = new Handler(this, 'WatchFeed', {
      ...common('watchFeed'),
      timeout: Duration.minutes(5),
      // It makes pictures ready, as the desk does.
      memoryMegabytes: 1769,
      failing: {
        impact: 'New stories of the website that you have named do not come in by themselves. Everything else works, and goes out.',
        remedy: 'Bring them in on the desk yourself. If this rings again within the day, ask a developer to look at the log of WatchFeed.',
      },
    });
    const doctor = new Handler(this, 'Doctor', {
      ...common('doctor'),
      // It asks everything at once, and each thing for eight seconds at most, twice.
      timeout: Duration.minutes(1),
      failing: {
        impact: 'Nobody looks any more whether everything is in order. Everything else works, and goes out.',
        remedy: 'If this rings again within the day, ask a developer to look at the log of Doctor.',
      },
    });

    // Triggers
    const mail = new Mail(this, 'Mail', { domain, events: handleSesEvents.queue, alarms });
    archive.subscribe(mail.configurationSet, anonymise, alarms);
    const mailbox = new UnsubscribeMailbox(this, 'UnsubscribeMailbox', { domain, triggers: unsubscribeByMail });
    new EveryMinute(this, 'EveryMinute', {
      triggers: tick,
      alarms,
      missing: {
        impact: 'The newsroom has stood still for three minutes: nothing new goes out, to anybody.',
        remedy: 'What is due goes out once it runs again. Ask a developer to look at the schedule and the log of Tick.',
      },
    });
    new EveryHour(this, 'EveryHour', {
      triggers: watchFeed,
      description: 'Every hour: whether it is time to look at the website whose stories come in by themselves.',
    });
    new EveryHour(this, 'EverySixHours', {
      triggers: doctor,
      hours: 6,
      description: 'Every six hours: whether everything is in order.',
    });
    new EveryHour(this, 'CertifyEveryHour', {
      triggers: certify,
      description: 'Every hour: the certificates of what went out a day ago.',
    });
    const signIn = new SignIn(this, 'SignIn', { siteHost, stage, ...(invitationsFromDomain && { sender: domain }) });
    const api = new WebApi(this, 'WebApi', { public: forReaders, desk, alarms });
    // The random part of the stack's ARN, which is known only inside the account.
    const siteToken = Fn.select(2, Fn.split('/', this.stackId));
    const site = new Site(this, 'Site', { siteHost, certificateArn, pages: api.host, siteToken, content: content.bucket, accessLogs });

    // What functions say in their logs, besides their own failures
    alarms.add(this, 'Held', {
      metric: linesWith('held', [tick]),
      at: 1,
      impact: 'Of some emails or posts it is not known whether they went out. Newsroom does nothing about them until a person decides.',
      remedy:
        'Home on the desk names them under "What needs you": say of each whether it is sent again or counts as sent. There is no hurry: nothing goes out twice meanwhile.',
    });
    alarms.add(this, 'NoProgress', {
      metric: linesWith('noProgress', [tick]),
      at: 1,
      // Half an hour: what was held or paused for long takes some minutes once it goes on.
      periods: 6,
      impact:
        'A publication began more than three hours ago and is not done, although nobody has paused it: some people still wait for it.',
      remedy:
        'Its page on the desk says what it waits for. If it says nothing, ask a developer to look at the logs of Tick, Send and Post.',
    });
    alarms.add(this, 'SecondReceipt', {
      metric: linesWith('secondReceipt', [send, handleSesEvents]),
      at: 1,
      impact: 'SES says that it took an email to one reader twice, so that reader may have it twice. Nothing more goes out because of it.',
      remedy:
        'The page of the publication on the desk counts what was sent twice. If it is more than one or two, pause the newsroom on the desk and ask a developer to look at the log of Send.',
    });
    alarms.add(this, 'Stopped', {
      metric: linesWith('stopped', [send, post]),
      at: 1,
      impact:
        'SES, X or Bluesky takes nothing more from us until a person acts: the account of X may have no credit left, or a key may no longer count. What was due there waits.',
      remedy:
        'The plan on the desk says which one it is and why. Put that right, then press Resume there: nothing is lost, and nothing goes out twice.',
    });

    // Environment variables and permissions of the functions
    const environment = {
      NEWSROOM_STAGE: 'aws',
      TABLE_PUBLICATIONS: tables.publications.tableName,
      TABLE_LEDGER: tables.ledger.tableName,
      TABLE_SUBSCRIBERS: tables.subscribers.tableName,
      TABLE_SUPPRESSIONS: tables.suppressions.tableName,
      TABLE_SWITCHES: tables.switches.tableName,
      TABLE_DESK: tables.desk.tableName,
      QUEUE_SEND_URL: send.queue.queueUrl,
      QUEUE_POST_URL: post.queue.queueUrl,
      CONTENT_BUCKET: content.bucket.bucketName,
      ARCHIVE_BUCKET: archive.bucket.bucketName,
      IMPORT_BUCKET: imports.bucket.bucketName,
      SES_CONFIGURATION_SET: mail.configurationSet.configurationSetName,
      MAIL_DOMAIN: domain,
      SECRET_X: secrets.x.secretArn,
      SECRET_TOKENS: secrets.tokens.secretArn,
      SITE_WORD: siteToken,
      CHECK_LINKS_FUNCTION: checkLinks.lambda.functionName,
      FETCH_OUTSIDE_FUNCTION: fetchOutside.lambda.functionName,
      ...signIn.environment,
    };
    const places = {
      tables,
      buckets: { content: content.bucket, imports: imports.bucket, archive: archive.bucket },
      queues: { send: send.queue, post: post.queue },
      secrets,
      userPools: { desk: signIn.users },
      functions: { checkLinks: checkLinks.lambda, fetchOutside: fetchOutside.lambda },
      deadLetters: {
        send: deadLettersOf(send.queue.deadLetterQueue?.queue),
        post: deadLettersOf(post.queue.deadLetterQueue?.queue),
        events: deadLettersOf(handleSesEvents.queue.deadLetterQueue?.queue),
        unsubscribe: deadLettersOf(unsubscribeByMail.lambda.deadLetterQueue),
      },
      alarms: alarms.topic,
      certificateArn,
      mail: { domain, identity: mail.identity, configurationSetArn: mail.configurationSetArn },
    };
    for (const one of [tick, send, post, handleSesEvents, forReaders, unsubscribeByMail, desk, certify, anonymise, watchFeed, doctor]) {
      one.connect(environment, places);
    }

    const { roleArn: uploader } = new Uploader(this, 'Uploader', { content: content.bucket });

    this.#output('SecretTokens', secrets.tokens.secretArn, 'The secret of the keys that sign links. npm run deploy fills it in.');
    this.#output('SecretX', secrets.x.secretArn, 'The secret of the keys of X and Bluesky. npm run deploy asks for them.');
    this.#output('UploaderRole', uploader, 'The role for npm run upload, for people who need no other right.');
    const looksAt: DoctorConfig = {
      region: this.region,
      siteHost,
      siteTarget: site.distribution.distributionDomainName,
      dkim: mail.identity.dkimRecords.map(({ name, value }) => ({ name, value })),
      certificateArn,
      alarmTopic: alarms.topic.topicArn,
      ruleSet: mailbox.ruleSetName,
      deadLetters: {
        send: places.deadLetters.send.queueUrl,
        post: places.deadLetters.post.queueUrl,
        events: places.deadLetters.events.queueUrl,
        unsubscribe: places.deadLetters.unsubscribe.queueUrl,
      },
    };
    doctor.lambda.addEnvironment('DOCTOR', this.toJsonString(looksAt));
    this.#output(
      'DoctorFunction',
      doctor.lambda.functionName,
      'Looks whether everything is in order; npm run doctor finds the parts of the stack by it.',
    );
    this.#output('ContentBucket', content.bucket.bucketName, 'Where newsroom.yaml, posts, events and images are uploaded to.');
    this.#output('SiteTarget', site.distribution.distributionDomainName, `DNS: ${siteHost} is a CNAME of this.`);
    this.#output(
      'MailFromTarget',
      `feedback-smtp.${this.region}.amazonses.com`,
      `DNS: bounce.${domain} has this as its MX, with preference 10.`,
    );
    this.#output(
      'UnsubscribeTarget',
      `inbound-smtp.${this.region}.amazonaws.com`,
      `DNS: ${domain} has this as its MX, with preference 10, so that people can unsubscribe by mail.`,
    );
    this.#output(
      'UnsubscribeRules',
      mailbox.ruleSetName,
      'The receipt rule set that is made active once, which npm run deploy does. Of two stages only one can have it.',
    );
    for (const [i, record] of mail.identity.dkimRecords.entries()) {
      this.#output(`Dkim${i + 1}`, `${record.name} ${record.value}`, 'DNS: the first is a CNAME of the second.');
    }
    this.#output('DeskUsers', signIn.users.userPoolId, 'The user pool to which the people of the desk are added.');
    this.#output('CertifyFunction', certify.lambda.functionName, 'Asked by hand: who got a publication.');
    this.#output('ArchiveBucket', archive.bucket.bucketName, 'Where the events that SES reports of every mail are kept.');
    this.#output('SwitchesTable', tables.switches.tableName, 'The table in which the newsroom can be paused by hand.');
    this.#output('DeskTable', tables.desk.tableName, 'The table that holds who is signed in on the desk.');
    this.#output(
      'SendingSwitch',
      mail.configurationSet.configurationSetName,
      'The configuration set on which sending can be switched off.',
    );
  }

  #output(name: string, value: string, description: string): void {
    new CfnOutput(this, name, { value, description });
  }
}

function deadLettersOf(queue: IQueue | undefined): IQueue {
  if (!queue) throw new Error('Each queue of jobs and events has a queue for its dead letters.');
  return queue;
}
