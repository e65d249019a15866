import { Duration } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Bucket, IBucket } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { listObjects } from '#cdk/access';
import { acknowledgeBelow, privateBucket } from '#cdk/private-bucket';

/** functions/adapters/s3/import-files.ts keeps all of them below this. */
const FILES = 'imports/*';

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
    acknowledgeBelow(this.bucket, [FILES], 'Imports come and go, each with files of its own; nothing else is in this bucket.');
  }

  /** Reading the files of an import, and adding to them. */
  workOn(): PolicyStatement[] {
    return [listObjects(this.bucket), this.#may('GetObject', 'PutObject')];
  }

  /** Deleting them. */
  forget(): PolicyStatement {
    return this.#may('DeleteObject');
  }

  #may(...actions: string[]): PolicyStatement {
    return new PolicyStatement({ actions: actions.map((action) => `s3:${action}`), resources: [this.bucket.arnForObjects(FILES)] });
  }
}
