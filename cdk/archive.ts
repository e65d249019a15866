import { CfnElement, Duration, RemovalPolicy, Size, Stack, Validations } from 'aws-cdk-lib';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Compression, DeliveryStream, DisableLogging, S3Bucket, StreamEncryption } from 'aws-cdk-lib/aws-kinesisfirehose';
import { BlockPublicAccess, Bucket, BucketEncryption, type IBucket } from 'aws-cdk-lib/aws-s3';
import { type ConfigurationSet, EmailSendingEvent, EventDestination } from 'aws-cdk-lib/aws-ses';
import { Construct } from 'constructs';
import { listObjects, readObjects, thisAccount } from '#cdk/access';
import type { AlarmBoard } from '#cdk/alarm-board';

/** Firehose adds the hour of arrival, in UTC; functions/adapters/s3-archive.ts reads it so. */
const EVENTS = 'events/';
const ERRORS = 'errors/';

/**
 * The second way back of SES's events: by Firehose into a bucket that none of our functions may write to or delete from, so
 * that what SES says outlives whatever our own code does to the ledger. Versions are kept, so that nothing in it is ever
 * replaced. It has no Object Lock: S3 asks for a checksum with each object of a locked bucket, and nobody has seen yet
 * that Firehose sends one; an archive that refuses its writer would be worse than one that an administrator can delete.
 */
export class Archive extends Construct {
  readonly bucket: Bucket;

  constructor(scope: Construct, id: string, props: { accessLogs: IBucket; configurationSet: ConfigurationSet; alarms: AlarmBoard }) {
    super(scope, id);
    this.bucket = new Bucket(this, 'Bucket', {
      versioned: true,
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      encryption: BucketEncryption.S3_MANAGED,
      enforceSSL: true,
      serverAccessLogsBucket: props.accessLogs,
      serverAccessLogsPrefix: 'archive/',
      // Events hold addresses: a year and a month for certificates, of which a restore needs the last 35 days.
      lifecycleRules: [{ expiration: Duration.days(400), noncurrentVersionExpiration: Duration.days(35) }],
      removalPolicy: RemovalPolicy.RETAIN,
    });
    // @ts-expect-error The library's class and its own interface differ in an optional property, which exactOptionalPropertyTypes sees.
    const bucket: IBucket = this.bucket;
    const stream = new DeliveryStream(this, 'Stream', {
      encryption: StreamEncryption.awsOwnedKey(),
      destination: new S3Bucket(bucket, {
        role: this.#writer(),
        dataOutputPrefix: EVENTS,
        errorOutputPrefix: ERRORS,
        compression: Compression.GZIP,
        // A certificate or a restore waits at most this long for the last of them.
        bufferingInterval: Duration.seconds(60),
        bufferingSize: Size.mebibytes(5),
        // What it cannot deliver rings by its age; its log would say the same with one more role.
        loggingConfig: new DisableLogging(),
      }),
    });
    const { SEND, REJECT, BOUNCE, COMPLAINT, DELIVERY } = EmailSendingEvent;
    props.configurationSet.addEventDestination('ToArchive', {
      destination: EventDestination.firehoseDeliveryStream({ deliveryStream: stream }),
      events: [SEND, REJECT, BOUNCE, COMPLAINT, DELIVERY],
    });
    props.alarms.add(this, 'Late', {
      metric: stream.metric('DeliveryToS3.DataFreshness', { period: Duration.minutes(15), statistic: 'Maximum' }),
      at: 3600,
      hurt: 'The archive of what SES reports is more than an hour behind: a restore now could mail readers again.',
      todo: 'Do not restore any table. Ask a developer to look at the delivery stream of the archive.',
    });
  }

  /** The whole archive, and nothing but reading it. */
  read(): PolicyStatement[] {
    return [listObjects(this.bucket), readObjects(this.bucket, `${EVENTS}*`)];
  }

  /** The rights that Firehose's guide asks for, below its own two prefixes; the library would give it the whole bucket to delete from. */
  #writer() {
    const role = new Role(this, 'Writer', { assumedBy: new ServicePrincipal('firehose.amazonaws.com', { conditions: thisAccount(this) }) });
    const objects = [EVENTS, ERRORS].map((prefix) => this.bucket.arnForObjects(`${prefix}*`));
    role.addToPolicy(new PolicyStatement({ actions: ['s3:PutObject', 's3:GetObject', 's3:AbortMultipartUpload'], resources: objects }));
    role.addToPolicy(
      new PolicyStatement({
        actions: ['s3:GetBucketLocation', 's3:ListBucket', 's3:ListBucketMultipartUploads'],
        resources: [this.bucket.bucketArn],
      }),
    );
    const stack = Stack.of(this);
    const bucket = this.bucket.node.defaultChild;
    if (!CfnElement.isCfnElement(bucket)) throw new Error('The archive bucket is no CloudFormation element.');
    Validations.of(stack).acknowledge({
      id: 'CloudFormation-Validate::W7001',
      reason: 'The construct for Firehose brings a list of its network addresses, which only destinations in a private network need.',
    });
    for (const prefix of [EVENTS, ERRORS]) {
      Validations.of(stack).acknowledge({
        id: `AwsSolutions::AwsSolutions-IAM5[Resource::<${stack.getLogicalId(bucket)}.Arn>/${prefix}*]`,
        reason: 'The archive is many objects below one prefix: Firehose adds them, and the certificate reads them.',
      });
    }
    return role.withoutPolicyUpdates();
  }
}
