import { CfnOutput, Duration, Fn, Stack, type StackProps } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { add, answerLetters, askSendRate, erase, flip, read, readSecret, ring, seal, sendMail, write } from '#cdk/access';
import { AccessLogs } from '#cdk/access-logs';
import { AlarmBoard } from '#cdk/alarm-board';
import { Archive } from '#cdk/archive';
import { Content } from '#cdk/content';
import type { Deployment } from '#cdk/deployment';
import { EveryMinute } from '#cdk/every-minute';
import { GoodbyeMail } from '#cdk/goodbye-mail';
import { type Environment, Handler, type HandlerProps } from '#cdk/handler';
import { ImportFiles } from '#cdk/import-files';
import { JobQueue } from '#cdk/job-queue';
import { Mail } from '#cdk/mail';
import { Secrets } from '#cdk/secrets';
import { SignIn } from '#cdk/sign-in';
import { Site } from '#cdk/site';
import { Tables } from '#cdk/tables';
import { WebApi } from '#cdk/web-api';

export type NewsroomProps = StackProps & {
  deployment: Deployment;
  /** The folder that holds one folder for each function, as tools/build.ts writes them. */
  bundles: string;
};

/** All of the newsroom: where things are kept, what runs, what each may do, and what rings when it breaks. */
export class NewsroomStack extends Stack {
  constructor(scope: Construct, id: string, { deployment, bundles, ...props }: NewsroomProps) {
    super(scope, id, { description: 'Newsroom: written once, sent once.', terminationProtection: true, ...props });
    const { domain, siteHost, certificateArn, alarmEmail } = deployment;

    const alarms = new AlarmBoard(this, 'Alarms', { email: alarmEmail });
    const { register, ledger, subscribers, suppressions, switches } = new Tables(this, 'Tables');
    const { x, tokens } = new Secrets(this, 'Secrets');
    const { bucket: accessLogs } = new AccessLogs(this, 'AccessLogs');
    const content = new Content(this, 'Content', { accessLogs });
    const imports = new ImportFiles(this, 'Imports', { accessLogs });
    const signIn = new SignIn(this, 'SignIn', { siteHost });

    const toSend = new JobQueue(this, 'ToSend', {
      jobTime: Duration.seconds(60),
      tries: 5,
      alarms,
      laidAside: {
        hurt: 'Some readers may not have had their mail: a part of a publication could not be worked on.',
        remedy:
          'Nothing is lost, and the next minute tries again. If the desk does not show it as done within the hour, ask a developer to look at the log of send.',
      },
    });
    const toPost = new JobQueue(this, 'ToPost', {
      // Four images, their descriptions and the post itself: nine calls, of at most 20 s each.
      jobTime: Duration.minutes(3),
      tries: 5,
      alarms,
      laidAside: {
        hurt: 'A post for X could not be worked on, so followers may not see it.',
        remedy:
          'Look at the account on X before doing anything by hand, so that nothing stands there twice; then ask a developer to look at the log of post.',
      },
    });
    const toHeed = new JobQueue(this, 'ToHeed', {
      jobTime: Duration.seconds(30),
      // An event overtakes the answer it belongs to by less than this.
      delay: Duration.seconds(30),
      tries: 10,
      alarms,
      laidAside: {
        hurt: 'A bounce, a complaint or the proof of a mail could not be recorded: somebody who complained might be mailed again.',
        remedy:
          'Pause the newsroom on the desk. Ask a developer to mend heed and then to return these messages to the queue; never empty it.',
      },
    });
    const mail = new Mail(this, 'Mail', { domain, events: toHeed, alarms });
    const archive = new Archive(this, 'Archive', { accessLogs });

    // A part of the stack's name at AWS that nobody outside of the account knows.
    const siteWord = Fn.select(2, Fn.split('/', this.stackId));
    const environment: Environment = {
      NEWSROOM_STAGE: 'aws',
      TABLE_REGISTER: register.tableName,
      TABLE_LEDGER: ledger.tableName,
      TABLE_SUBSCRIBERS: subscribers.tableName,
      TABLE_SUPPRESSIONS: suppressions.tableName,
      TABLE_SWITCHES: switches.tableName,
      QUEUE_SEND_URL: toSend.queue.queueUrl,
      QUEUE_POST_URL: toPost.queue.queueUrl,
      CONTENT_BUCKET: content.bucket.bucketName,
      ARCHIVE_BUCKET: archive.bucket.bucketName,
      IMPORT_BUCKET: imports.bucket.bucketName,
      SES_CONFIGURATION_SET: mail.configurationSet.configurationSetName,
      SECRET_X: x.secretArn,
      SECRET_TOKENS: tokens.secretArn,
      SITE_WORD: siteWord,
      ...signIn.environment,
    };
    const handler = (id: string, own: Omit<HandlerProps, 'bundles' | 'environment' | 'alarms'>) =>
      new Handler(this, id, { bundles, environment, alarms, ...own });

    const tick = handler('Tick', {
      name: 'tick',
      timeout: Duration.seconds(55),
      // The register takes the last writer's word: two ticks at once could unsay each other.
      oneAtATime: true,
      may: [
        ...content.readAll(),
        read(register, ledger, subscribers, suppressions, switches),
        write(register, ledger),
        // The morning note waits among the letters. And the daily round: it forgets what has been kept for long enough, and gives up addresses whose mail keeps coming back.
        write(subscribers),
        add(suppressions),
        erase(subscribers),
        erase(ledger, 'HEAD#*', 'L#*', 'DUP#*', 'SEALED#*'),
        // It makes subscribers of those whom a list brings in, and deletes the list.
        ...imports.workOn(),
        imports.forget(),
        ring(toSend.queue, toPost.queue),
        // What the one-click buttons of the last minutes were: a person who has left, or perhaps a scanner.
        erase(suppressions, 'DEPARTURES'),
      ],
      failing: {
        hurt: 'The newsroom stumbled while planning: what is due now may go out some minutes late.',
        remedy: 'If this rings again within the hour, ask a developer to look at the log of tick.',
      },
    });
    const send = handler('Send', {
      name: 'send',
      timeout: toSend.jobTime,
      may: [
        read(register, ledger, subscribers, suppressions, switches),
        write(ledger),
        answerLetters(subscribers),
        // It pauses the channel when SES takes nothing more from us.
        add(switches),
        readSecret(tokens),
        sendMail(mail.identity, mail.configurationSetArn, domain),
        askSendRate(this),
        ring(toSend.queue),
      ],
      failing: {
        hurt: 'Sending broke off in the middle: some readers get their mail later, and for a few it may be open whether they had it.',
        remedy: 'Nobody is mailed twice. Look at the desk for mails that are held, and ask a developer to look at the log of send.',
      },
    });
    const post = handler('Post', {
      name: 'post',
      timeout: toPost.jobTime,
      // It pauses the channel when X takes nothing more from us.
      may: [...content.readImages(), read(register, ledger, switches), write(ledger), add(switches), readSecret(x)],
      failing: {
        hurt: 'Posting to X broke off: a post may be late, or it may be open whether it is out.',
        remedy: 'Do not post it by hand. Look at the desk for posts that are held, and ask a developer to look at the log of post.',
      },
    });
    const heed = handler('Heed', {
      name: 'heed',
      timeout: toHeed.jobTime,
      may: [read(register, ledger, subscribers, suppressions), write(ledger, subscribers), add(suppressions), readSecret(tokens)],
      failing: {
        hurt: 'What SES reports of mails could not be recorded: a complaint may wait before it counts.',
        remedy:
          'It is tried again. If this rings again within the hour, pause the newsroom on the desk and ask a developer to look at the log of heed.',
      },
    });
    const forReaders = handler('Public', {
      name: 'public',
      timeout: Duration.seconds(15),
      may: [
        ...content.readAll(),
        read(register, ledger, subscribers, suppressions),
        write(subscribers),
        add(suppressions),
        erase(suppressions, 'DEPARTURES'),
        // All that is kept of somebody who asks to be forgotten.
        erase(subscribers, 'SUB#*', 'BOUNCES'),
        // A sign-up and its letters, once it is confirmed.
        erase(subscribers, 'SIGNUPS', 'LETTERS'),
        // The words that somebody agreed to.
        seal(ledger),
        readSecret(tokens),
        ring(toSend.queue),
      ],
      failing: {
        hurt: 'Readers may see an error instead of a page, and may be unable to unsubscribe.',
        remedy: 'Try an unsubscribe link of the last mail yourself, then ask a developer to look at the log of public.',
      },
    });
    const leaveByMail = handler('LeaveByMail', {
      name: 'leave-by-mail',
      timeout: Duration.seconds(15),
      may: [read(subscribers, suppressions), write(subscribers), add(suppressions), readSecret(tokens)],
      failing: {
        hurt: 'Somebody may have written to leave and could not be heard, which the law and our readers do not forgive.',
        remedy: 'Pause the newsroom on the desk, then ask a developer to look at the log of leave-by-mail.',
      },
    });
    const goodbyes = new GoodbyeMail(this, 'GoodbyeMail', { domain, heard: leaveByMail });
    const desk = handler('Desk', {
      name: 'desk',
      // A list of 100,000 people is read while its upload waits; the HTTP API gives up after 30 s.
      timeout: Duration.seconds(29),
      may: [
        ...content.readAll(),
        read(register, ledger, subscribers, suppressions, switches),
        write(ledger, subscribers),
        // What the programme lead says of the presses of one-click buttons.
        add(suppressions),
        erase(suppressions, 'DEPARTURES'),
        // Somebody has asked to be forgotten.
        erase(subscribers),
        ...imports.workOn(),
        ...flip(switches),
        readSecret(tokens),
      ],
      failing: {
        hurt: 'The desk may not answer, so nobody can see the plan, approve or pause.',
        remedy: 'What is approved goes out all the same. To stop mail without the desk, follow "Stop" in docs/running-on-aws.md.',
      },
    });

    const certify = handler('Certify', {
      name: 'certify',
      timeout: Duration.minutes(10),
      may: [...archive.read(), read(register, ledger, subscribers, suppressions)],
      failing: {
        hurt: 'Somebody asked for the certificate of a publication and did not get it. No reader is affected.',
        remedy: 'Look at the figures on the desk instead, and ask a developer to look at the log of certify.',
      },
    });

    const strip = handler('Strip', {
      name: 'strip',
      // Firehose lets a call last five minutes; a megabyte of events takes less than a second.
      timeout: Duration.minutes(1),
      may: [],
      failing: {
        hurt: 'The archive of what SES reports does not take anything in at present. No reader is affected.',
        remedy:
          'Do not restore any table. It is tried again, and what cannot be taken in is kept for two weeks: ask a developer to look at the log of strip.',
      },
    });
    archive.hears(mail.configurationSet, strip, alarms);

    new EveryMinute(this, 'EveryMinute', {
      wakes: tick,
      alarms,
      missing: {
        hurt: 'The newsroom has stood still for three minutes: nothing new goes out, to anybody.',
        remedy: 'What is due goes out once it runs again. Ask a developer to look at the schedule and the log of tick.',
      },
    });
    // Two is the least that AWS lets one ask for. For mail it is already above what SES allows a new account; for X it is one more
    // than needed, and does no harm: the claim in the ledger lets one worker have a post.
    toSend.wakes(send, { batch: 1, atOnce: 2 });
    toPost.wakes(post, { batch: 1, atOnce: 2 });
    // The events of one group of twenty mostly come together, and are then written together.
    toHeed.wakes(heed, { batch: 100, atOnce: 5, gather: Duration.seconds(5) });

    const api = new WebApi(this, 'WebApi', { public: forReaders, desk, alarms });
    const site = new Site(this, 'Site', { siteHost, certificateArn, pages: api.host, siteWord, content: content.bucket, accessLogs });

    this.#tell('ContentBucket', content.bucket.bucketName, 'Where newsroom.yaml, posts, events and images are uploaded to.');
    this.#tell('SiteTarget', site.distribution.distributionDomainName, `DNS: ${siteHost} is a CNAME of this.`);
    this.#tell(
      'MailFromTarget',
      `feedback-smtp.${this.region}.amazonses.com`,
      `DNS: bounce.${domain} has this as its MX, with preference 10.`,
    );
    this.#tell(
      'GoodbyeTarget',
      `inbound-smtp.${this.region}.amazonaws.com`,
      `DNS: ${domain} has this as its MX, with preference 10, so that people can leave by mail.`,
    );
    this.#tell('GoodbyeRules', goodbyes.ruleSetName, 'The receipt rule set that is made active once, by hand.');
    for (const [i, record] of mail.identity.dkimRecords.entries()) {
      this.#tell(`Dkim${i + 1}`, `${record.name} ${record.value}`, 'DNS: the first is a CNAME of the second.');
    }
    this.#tell('DeskUsers', signIn.users.userPoolId, 'The user pool to which the people of the desk are added.');
    this.#tell('CertifyFunction', certify.lambda.functionName, 'Asked by hand: who got a publication.');
    this.#tell('ArchiveBucket', archive.bucket.bucketName, 'Where SES’s own account of every mail is kept.');
    this.#tell('SwitchesTable', switches.tableName, 'The table in which the newsroom can be paused by hand.');
    this.#tell('SendingSwitch', mail.configurationSet.configurationSetName, 'The configuration set on which sending can be switched off.');
  }

  #tell(name: string, value: string, description: string): void {
    new CfnOutput(this, name, { value, description });
  }
}
