// What all buckets of data have in common: no public access, a log of each access, and the bucket stays when the stack is deleted.
import { CfnElement, RemovalPolicy, Stack, Validations } from 'aws-cdk-lib';
import { BlockPublicAccess, Bucket, BucketEncryption, type BucketProps, type IBucket } from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';

type PrivateBucketProps = Pick<BucketProps, 'versioned' | 'lifecycleRules' | 'cors'> & {
  accessLogs: IBucket;
  /** The prefix of its log files in the bucket of access logs. Ends in `/`. */
  logged: string;
};

/**
 * Adds a bucket that is encrypted, private and logged, and that outlives the stack. Only the bucket of a first deployment that failed goes
 * with it, so that the next attempt finds nothing of the last one.
 */
export function privateBucket(scope: Construct, { accessLogs, logged, ...props }: PrivateBucketProps): Bucket {
  return new Bucket(scope, 'Bucket', {
    ...props,
    blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
    encryption: BucketEncryption.S3_MANAGED,
    enforceSSL: true,
    serverAccessLogsBucket: accessLogs,
    serverAccessLogsPrefix: logged,
    removalPolicy: RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
  });
}

/** Acknowledges cdk-nag's finding about rights on all objects below these prefixes. Each prefix ends in `*`. */
export function acknowledgeBelow(bucket: Bucket, prefixes: readonly string[], reason: string): void {
  const stack = Stack.of(bucket);
  const resource = bucket.node.defaultChild;
  if (!CfnElement.isCfnElement(resource)) throw new Error(`The bucket ${bucket.node.path} is no CloudFormation element.`);
  for (const prefix of prefixes) {
    const id = `AwsSolutions::AwsSolutions-IAM5[Resource::<${stack.getLogicalId(resource)}.Arn>/${prefix}]`;
    Validations.of(stack).acknowledge({ id, reason });
  }
}
