import { Duration } from 'aws-cdk-lib';
import { type Bucket, HttpMethods, type IBucket } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { folders } from '#adapters/stores';
import { acknowledgeBelow, privateBucket } from '#cdk/private-bucket';

/**
 * Lists of people during their import. They hold addresses of people who may not be subscribers. The tick deletes them after seven
 * days; a rule of the bucket deletes them after eight if the tick does not. And pictures as people chose them, with the place where they
 * were taken: the desk deletes each when it is prepared, and a rule after a day. The bucket keeps no old versions, and nothing is
 * published from it.
 */
export class ImportFiles extends Construct {
  readonly bucket: Bucket;

  constructor(scope: Construct, id: string, props: { accessLogs: IBucket; siteHost: string }) {
    super(scope, id);
    this.bucket = privateBucket(this, {
      versioned: false,
      lifecycleRules: [{ expiration: Duration.days(8) }, { prefix: folders.uploads.path, expiration: Duration.days(1) }],
      // A script of the desk may send a picture, too. What lets anybody send is the signature of the form.
      cors: [{ allowedMethods: [HttpMethods.POST], allowedOrigins: [`https://${props.siteHost}`], allowedHeaders: ['*'] }],
      accessLogs: props.accessLogs,
      logged: 'imports/',
    });
    acknowledgeBelow(
      this.bucket,
      [folders.imports, folders.uploads].map(({ path }) => `${path}*`),
      'Imports and uploads come and go, each with files of its own; nothing else is in this bucket.',
    );
  }
}
