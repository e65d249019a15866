import { CfnElement, RemovalPolicy, Stack, Validations } from 'aws-cdk-lib';
import type { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { BlockPublicAccess, Bucket, BucketEncryption, type IBucket } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { listObjects, readObjects } from '#cdk/access';

/** What the editor has written: `newsroom.yaml`, `posts/`, `events/`, `images/`. Each version is kept; only images are ever public. */
export class Content extends Construct {
  readonly bucket: Bucket;

  constructor(scope: Construct, id: string, props: { accessLogs: IBucket }) {
    super(scope, id);
    this.bucket = new Bucket(this, 'Bucket', {
      versioned: true,
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      encryption: BucketEncryption.S3_MANAGED,
      enforceSSL: true,
      serverAccessLogsBucket: props.accessLogs,
      serverAccessLogsPrefix: 'content/',
      removalPolicy: RemovalPolicy.RETAIN,
    });
    this.#acknowledgePrefixes('posts/*', 'events/*', 'images/*');
  }

  /** All that the editor has written. */
  readAll(): PolicyStatement[] {
    return [listObjects(this.bucket), readObjects(this.bucket, 'newsroom.yaml', 'posts/*', 'events/*', 'images/*')];
  }

  readImages(): PolicyStatement[] {
    return [listObjects(this.bucket), readObjects(this.bucket, 'images/*')];
  }

  #acknowledgePrefixes(...prefixes: string[]): void {
    const stack = Stack.of(this);
    const bucket = this.bucket.node.defaultChild;
    if (!CfnElement.isCfnElement(bucket)) throw new Error('The content bucket is no CloudFormation element.');
    for (const prefix of prefixes) {
      Validations.of(stack).acknowledge({
        id: `AwsSolutions::AwsSolutions-IAM5[Resource::<${stack.getLogicalId(bucket)}.Arn>/${prefix}]`,
        reason: 'Stories come and go, so a reader of them may read all below their folder; no folder beside them.',
      });
    }
  }
}
