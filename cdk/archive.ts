import { Duration, Size, Stack, Validations } from 'aws-cdk-lib';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import {
  Compression,
  DeliveryStream,
  DisableLogging,
  LambdaFunctionProcessor,
  S3Bucket,
  StreamEncryption,
} from 'aws-cdk-lib/aws-kinesisfirehose';
import type { Bucket, IBucket } from 'aws-cdk-lib/aws-s3';
import { type ConfigurationSet, EmailSendingEvent, EventDestination } from 'aws-cdk-lib/aws-ses';
import { Construct } from 'constructs';
import { folders } from '#adapters/stores';
import { thisAccount } from '#cdk/access';
import { type AlarmBoard, linesWith } from '#cdk/alarm-board';
import type { Handler } from '#cdk/handler';
import { acknowledgeBelow, privateBucket } from '#cdk/private-bucket';

/** Firehose adds the hour of arrival (UTC) to this prefix. functions/adapters/s3/event-archive.ts reads by that hour. */
const EVENTS = folders.mailEvents.path;
const ERRORS = 'errors/';

/**
 * The second copy of SES's events. Firehose writes them to a bucket that no function of ours may write to or delete from, so a fault
 * of our code in the ledger cannot reach them. On the way, the function `anonymise` removes the reader's address, the subject and the
 * links (functions/core/delivery/anonymous-ses-event.ts). The bucket keeps versions, so no object is ever replaced. It has no Object
 * Lock: S3 requires a checksum with each object of a locked bucket, and it is not tested whether Firehose sends one. An archive that
 * refuses its writer would be worse than one that an administrator can delete.
 */
export class Archive extends Construct {
  readonly bucket: Bucket;

  constructor(scope: Construct, id: string, props: { accessLogs: IBucket }) {
    super(scope, id);
    this.bucket = privateBucket(this, {
      versioned: true,
      lifecycleRules: [
        // 13 months, as long as the ledger rows that a certificate compares with the events. A restore needs the last 35 days.
        { prefix: EVENTS, expiration: Duration.days(400), noncurrentVersionExpiration: Duration.days(35) },
        // These events still hold addresses and unsubscribe links. 14 days are enough to repair the function and send the events again.
        { prefix: ERRORS, expiration: Duration.days(14), noncurrentVersionExpiration: Duration.days(1) },
      ],
      accessLogs: props.accessLogs,
      logged: 'archive/',
    });
  }

  /** Fills the archive with SES's events of this configuration set, each as `anonymise` returns it. */
  subscribe(configurationSet: ConfigurationSet, anonymise: Handler, alarms: AlarmBoard): void {
    // @ts-expect-error The library's class and its own interface differ in an optional property, which exactOptionalPropertyTypes sees.
    const bucket: IBucket = this.bucket;
    const stream = new DeliveryStream(this, 'Stream', {
      encryption: StreamEncryption.awsOwnedKey(),
      destination: new S3Bucket(bucket, {
        role: this.#writer(anonymise),
        processors: [
          new LambdaFunctionProcessor(anonymise.lambda, {
            bufferInterval: Duration.seconds(60),
            // Lambda's response limit is 6 MB, and an anonymised event is far smaller than the original.
            bufferSize: Size.mebibytes(1),
            retries: 3,
          }),
        ],
        dataOutputPrefix: EVENTS,
        errorOutputPrefix: ERRORS,
        compression: Compression.GZIP,
        // A certificate or a restore waits at most this long for the last events.
        bufferingInterval: Duration.seconds(60),
        bufferingSize: Size.mebibytes(5),
        // The alarm `Late` reports undelivered events by their age. A log would say the same and need one more role.
        loggingConfig: new DisableLogging(),
      }),
    });
    const { SEND, REJECT, BOUNCE, COMPLAINT, DELIVERY } = EmailSendingEvent;
    configurationSet.addEventDestination('ToArchive', {
      destination: EventDestination.firehoseDeliveryStream({ deliveryStream: stream }),
      events: [SEND, REJECT, BOUNCE, COMPLAINT, DELIVERY],
    });
    alarms.add(this, 'Late', {
      metric: stream.metric('DeliveryToS3.DataFreshness', { period: Duration.minutes(15), statistic: 'Maximum' }),
      at: 3600,
      impact: 'The archive of what SES reports is more than an hour behind: a restore now could mail readers again.',
      remedy: 'Do not restore any table. Ask a developer to look at the delivery stream of the archive.',
    });
    alarms.add(this, 'Unread', {
      metric: linesWith('unread', [anonymise]),
      at: 1,
      impact: 'A report of SES could not be read for the archive: the certificate of a publication may say that a mail is not proved.',
      remedy: 'No reader is affected. Within two weeks, ask a developer to look at what lies below errors/ in the archive bucket.',
    });
  }

  /**
   * Returns a role with the rights from Firehose's guide: it may call the function and write below the two prefixes. The library's own
   * role could also delete from the whole bucket.
   */
  #writer(anonymise: Handler) {
    const role = new Role(this, 'Writer', { assumedBy: new ServicePrincipal('firehose.amazonaws.com', { conditions: thisAccount(this) }) });
    const objects = [EVENTS, ERRORS].map((prefix) => this.bucket.arnForObjects(`${prefix}*`));
    role.addToPolicy(new PolicyStatement({ actions: ['s3:PutObject', 's3:GetObject', 's3:AbortMultipartUpload'], resources: objects }));
    role.addToPolicy(
      new PolicyStatement({
        actions: ['s3:GetBucketLocation', 's3:ListBucket', 's3:ListBucketMultipartUploads'],
        resources: [this.bucket.bucketArn],
      }),
    );
    const { functionArn } = anonymise.lambda;
    // Firehose calls the newest version by the name $LATEST.
    role.addToPolicy(new PolicyStatement({ actions: ['lambda:InvokeFunction'], resources: [functionArn, `${functionArn}:$LATEST`] }));
    Validations.of(Stack.of(this)).acknowledge({
      id: 'CloudFormation-Validate::W7001',
      reason: 'The construct for Firehose brings a list of its network addresses, which only destinations in a private network need.',
    });
    acknowledgeBelow(
      this.bucket,
      [EVENTS, ERRORS].map((prefix) => `${prefix}*`),
      'The archive is many objects below one prefix: Firehose adds them, and the certificate reads them.',
    );
    return role.withoutPolicyUpdates();
  }
}
