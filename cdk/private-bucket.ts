// What all our buckets of data have in common: nobody else gets in, each access is logged, and none goes when the stack goes.
import { CfnElement, RemovalPolicy, Stack, Validations } from 'aws-cdk-lib';
import { BlockPublicAccess, Bucket, BucketEncryption, type BucketProps, type IBucket } from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';

type PrivateBucketProps = Pick<BucketProps, 'versioned' | 'lifecycleRules'> & {
  accessLogs: IBucket;
  /** Where its accesses stand among the others; ends in `/`. */
  logged: string;
};

export function privateBucket(scope: Construct, { accessLogs, logged, ...props }: PrivateBucketProps): Bucket {
  return new Bucket(scope, 'Bucket', {
    ...props,
    blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
    encryption: BucketEncryption.S3_MANAGED,
    enforceSSL: true,
    serverAccessLogsBucket: accessLogs,
    serverAccessLogsPrefix: logged,
    removalPolicy: RemovalPolicy.RETAIN,
  });
}

/** Accepts what cdk-nag says of rights on all objects below these prefixes, which end in `*`. */
export function acknowledgeBelow(bucket: Bucket, prefixes: readonly string[], reason: string): void {
  const stack = Stack.of(bucket);
  const resource = bucket.node.defaultChild;
  if (!CfnElement.isCfnElement(resource)) throw new Error(`The bucket ${bucket.node.path} is no CloudFormation element.`);
  for (const prefix of prefixes) {
    const id = `AwsSolutions::AwsSolutions-IAM5[Resource::<${stack.getLogicalId(resource)}.Arn>/${prefix}]`;
    Validations.of(stack).acknowledge({ id, reason });
  }
}
