import { Duration } from 'aws-cdk-lib';
import type { Bucket, IBucket } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { folders } from '#adapters/stores';
import { acknowledgeBelow, privateBucket } from '#cdk/private-bucket';

/**
 * Lists of people during their import. They hold addresses of people who may not be subscribers. The tick deletes them after seven
 * days; a rule of the bucket deletes them after eight if the tick does not. The bucket keeps no old versions.
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
