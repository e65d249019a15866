import { Duration } from 'aws-cdk-lib';
import type { Bucket, IBucket } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { folders } from '#adapters/stores';
import { acknowledgeBelow, privateBucket } from '#cdk/private-bucket';

/**
 * Lists of people while they are brought in: addresses of people who may not be subscribers. They are deleted after a week by
 * the tick, and by this bucket's own rule if the tick does not; no version of them is kept.
 */
export class ImportFiles extends Construct {
  readonly bucket: Bucket;

  constructor(scope: Construct, id: string, props: { accessLogs: IBucket }) {
    super(scope, id);
    this.bucket = privateBucket(this, {
      versioned: false,
      lifecycleRules: [{ expiration: Duration.days(8) }],
      accessLogs: props.accessLogs,
      logged: 'imports/',
    });
    acknowledgeBelow(
      this.bucket,
      [`${folders.imports.path}*`],
      'Imports come and go, each with files of its own; nothing else is in this bucket.',
    );
  }
}
