import { Duration, Stack, Validations } from 'aws-cdk-lib';
import { Metric } from 'aws-cdk-lib/aws-cloudwatch';
import {
  ConfigurationSet,
  ConfigurationSetTlsPolicy,
  DkimIdentity,
  EasyDkimSigningKeyLength,
  EmailIdentity,
  EmailSendingEvent,
  EventDestination,
  Identity,
  MailFromBehaviorOnMxFailure,
  SuppressionReasons,
} from 'aws-cdk-lib/aws-ses';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { SqsSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { AlarmBoard } from '#cdk/alarm-board';

/**
 * The sending domain, and the way of SES's events: an SNS topic passes them to a queue. Opens and clicks are not tracked, so that no
 * one's reading is watched.
 */
export class Mail extends Construct {
  readonly identity: EmailIdentity;
  readonly configurationSet: ConfigurationSet;
  readonly configurationSetArn: string;

  constructor(scope: Construct, id: string, props: { domain: string; events: Queue; alarms: AlarmBoard }) {
    super(scope, id);
    this.configurationSet = new ConfigurationSet(this, 'ConfigurationSet', {
      reputationMetrics: true,
      tlsPolicy: ConfigurationSetTlsPolicy.REQUIRE,
      suppressionReasons: SuppressionReasons.BOUNCES_AND_COMPLAINTS,
    });
    this.configurationSetArn = Stack.of(this).formatArn({
      service: 'ses',
      resource: 'configuration-set',
      resourceName: this.configurationSet.configurationSetName,
    });
    this.identity = new EmailIdentity(this, 'Identity', {
      identity: Identity.domain(props.domain),
      dkimIdentity: DkimIdentity.easyDkim(EasyDkimSigningKeyLength.RSA_2048_BIT),
      mailFromDomain: `bounce.${props.domain}`,
      // If the MX record is missing, SPF no longer aligns. An error is better than mail in junk folders.
      mailFromBehaviorOnMxFailure: MailFromBehaviorOnMxFailure.REJECT_MESSAGE,
      configurationSet: this.configurationSet,
      feedbackForwarding: false,
    });
    // Events hold addresses and unsubscribe links. The topic stores them only until the queue has them, on disks that SNS encrypts.
    // With a key of our own, a fault of that key could stop all events.
    const topic = new Topic(this, 'Events', { enforceSSL: true });
    topic.addSubscription(new SqsSubscription(props.events, { rawMessageDelivery: true }));
    this.configurationSet.addEventDestination('ToTopic', {
      destination: EventDestination.snsTopic(topic),
      events: [
        EmailSendingEvent.SEND,
        EmailSendingEvent.REJECT,
        EmailSendingEvent.BOUNCE,
        EmailSendingEvent.COMPLAINT,
        EmailSendingEvent.DELIVERY,
        EmailSendingEvent.DELIVERY_DELAY,
        EmailSendingEvent.RENDERING_FAILURE,
      ],
    });
    Validations.of(Stack.of(this)).acknowledge({
      id: 'AwsSolutions::AwsSolutions-IAM5[Resource::*]',
      reason:
        'GetSendQuota, GetAccount, DescribeActiveReceiptRuleSet and lambda:GetAccountSettings read limits and settings of the account and have no resource. The test of permissions sees that nothing else has this resource.',
    });
    this.#watchReputation(props.alarms);
    props.alarms.add(this, 'EventsLate', {
      metric: props.events.metricApproximateAgeOfOldestMessage({ period: Duration.minutes(1), statistic: 'Maximum' }),
      at: 300,
      impact: 'What SES reports of mails is not being read: bounces and complaints wait, and mails whose answer was lost stay open.',
      remedy: 'Pause the newsroom on the desk, then ask a developer to look at the log of HandleSesEvents.',
    });
  }

  /** SES puts an account under review at 5 % bounces or 0.1 % complaints, of all mail that the account sends. */
  #watchReputation(alarms: AlarmBoard): void {
    const rate = (metricName: string) =>
      new Metric({ namespace: 'AWS/SES', metricName, statistic: 'Maximum', period: Duration.minutes(15) });
    alarms.add(this, 'Bounces', {
      metric: rate('Reputation.BounceRate'),
      at: 0.04,
      impact: 'More than 4 in 100 mails bounce: at 5 in 100 SES may stop all our mail.',
      remedy: 'Pause the newsroom on the desk, and find out where the addresses that bounce came from before going on.',
    });
    alarms.add(this, 'Complaints', {
      metric: rate('Reputation.ComplaintRate'),
      at: 0.0008,
      impact: 'Of 10,000 mails 8 are reported as spam: at 10 SES may stop all our mail.',
      remedy: 'Pause the newsroom on the desk, and ask who of the readers did not expect the last mail.',
    });
  }
}
