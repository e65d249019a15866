import type { Bucket, IBucket } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { folders } from '#adapters/stores';
import { acknowledgeBelow, privateBucket } from '#cdk/private-bucket';

/** The editor's files: `newsroom.yaml`, the folders of stories, `images/`. The bucket keeps every version. Only images are public. */
export class Content extends Construct {
  readonly bucket: Bucket;

  constructor(scope: Construct, id: string, props: { accessLogs: IBucket }) {
    super(scope, id);
    this.bucket = privateBucket(this, { versioned: true, accessLogs: props.accessLogs, logged: 'content/' });
    acknowledgeBelow(
      this.bucket,
      [folders.posts, folders.events, folders.messages, folders.images].map(({ path }) => `${path}*`),
      'Stories come and go, so a reader of them may read all below their folder; no folder beside them.',
    );
  }
}
