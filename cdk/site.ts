import { Duration, Validations } from 'aws-cdk-lib';
import { Certificate } from 'aws-cdk-lib/aws-certificatemanager';
import {
  AllowedMethods,
  CachePolicy,
  CacheQueryStringBehavior,
  Distribution,
  HeadersFrameOption,
  HeadersReferrerPolicy,
  HttpVersion,
  OriginProtocolPolicy,
  OriginRequestPolicy,
  OriginSslPolicy,
  PriceClass,
  ResponseHeadersPolicy,
  SecurityPolicyProtocol,
  ViewerProtocolPolicy,
} from 'aws-cdk-lib/aws-cloudfront';
import { HttpOrigin, S3BucketOrigin } from 'aws-cdk-lib/aws-cloudfront-origins';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Bucket, type IBucket } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';

export type SiteProps = {
  siteHost: string;
  certificateArn: string;
  /** The host of the API, which answers for pages and forms. */
  pages: string;
  /** A token that goes with each request to `pages`, so that only CloudFront is believed about who asks. */
  siteToken: string;
  content: Bucket;
  accessLogs: IBucket;
};

/** Browsers keep an image for a day, and may show it a week more while they fetch it again. The same as in functions/web/site/public.ts. */
const IMAGES_FRESH = 'public, max-age=86400, stale-while-revalidate=604800';

/**
 * An image that is opened as a page runs no script and leads nowhere, whatever it really is: an SVG can hold both. As
 * functions/web/headers.ts says.
 */
const IMAGE_POLICY = "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src 'self' data:; frame-ancestors 'none'";

/** What readers see: pages and forms from the API, images from the content bucket, under one host. */
export class Site extends Construct {
  readonly distribution: Distribution;

  constructor(scope: Construct, id: string, props: SiteProps) {
    super(scope, id);
    const toPages = {
      origin: new HttpOrigin(props.pages, {
        protocolPolicy: OriginProtocolPolicy.HTTPS_ONLY,
        originSslProtocols: [OriginSslPolicy.TLS_V1_2],
        customHeaders: { 'X-Newsroom-Site': props.siteToken },
      }),
      allowedMethods: AllowedMethods.ALLOW_ALL,
      // All headers but `Host`: the API answers only to its own host name.
      originRequestPolicy: OriginRequestPolicy.ALL_VIEWER_EXCEPT_HOST_HEADER,
      viewerProtocolPolicy: ViewerProtocolPolicy.REDIRECT_TO_HTTPS,
      responseHeadersPolicy: safeHeaders(this, 'SafeHeaders'),
    };
    this.distribution = new Distribution(this, 'Distribution', {
      domainNames: [props.siteHost],
      certificate: Certificate.fromCertificateArn(this, 'Certificate', props.certificateArn),
      minimumProtocolVersion: SecurityPolicyProtocol.TLS_V1_2_2021,
      httpVersion: HttpVersion.HTTP2_AND_3,
      priceClass: PriceClass.PRICE_CLASS_100,
      enableLogging: true,
      logBucket: props.accessLogs,
      logFilePrefix: 'site/',
      defaultBehavior: { ...toPages, cachePolicy: asThePageSays(this) },
      additionalBehaviors: {
        '/desk*': { ...toPages, cachePolicy: CachePolicy.CACHING_DISABLED },
        '/images/*': {
          origin: imagesOrigin(this, props.content),
          viewerProtocolPolicy: ViewerProtocolPolicy.REDIRECT_TO_HTTPS,
          cachePolicy: CachePolicy.CACHING_OPTIMIZED,
          responseHeadersPolicy: safeHeaders(this, 'ImageHeaders', { cacheControl: IMAGES_FRESH, policy: IMAGE_POLICY }),
        },
      },
    });
    this.#allowImages(props.content);
    Validations.of(this.distribution).acknowledge(
      { id: 'AwsSolutions::AwsSolutions-CFR1', reason: 'Readers travel, and an unsubscribe link must work from everywhere.' },
      {
        id: 'AwsSolutions::AwsSolutions-CFR2',
        reason:
          'A firewall costs more than the rest together. The API bounds its rate, the forms bound theirs, and pages with private data need a link that nobody can guess, or a session.',
      },
      {
        id: '@aws-cdk/aws-cloudfront-origins:updateImportedBucketPolicyOac',
        reason:
          'The policy is written here by hand, because the library would open the whole bucket and with it the stories that are not out yet.',
      },
    );
  }

  #allowImages(content: Bucket): void {
    content.addToResourcePolicy(
      new PolicyStatement({
        sid: 'SiteReadsImages',
        principals: [new ServicePrincipal('cloudfront.amazonaws.com')],
        actions: ['s3:GetObject'],
        resources: [content.arnForObjects('images/*')],
        conditions: { StringEquals: { 'AWS:SourceArn': this.distribution.distributionArn } },
      }),
    );
  }
}

/** Returns an origin for the bucket that leaves the bucket's policy alone: the library would open all of it. */
function imagesOrigin(scope: Construct, content: Bucket) {
  const seen = Bucket.fromBucketAttributes(scope, 'Images', { bucketName: content.bucketName, region: content.stack.region });
  return S3BucketOrigin.withOriginAccessControl(seen);
}

/**
 * Caches a page only when its headers say so, and for at most one day. The whole query is part of the cache key: the words of a search,
 * the page of a list, the version of a style sheet.
 */
function asThePageSays(scope: Construct): CachePolicy {
  return new CachePolicy(scope, 'AsThePageSays', {
    minTtl: Duration.seconds(0),
    defaultTtl: Duration.seconds(0),
    maxTtl: Duration.days(1),
    queryStringBehavior: CacheQueryStringBehavior.all(),
    enableAcceptEncodingGzip: true,
    enableAcceptEncodingBrotli: true,
  });
}

/**
 * Security headers of every response. A page may replace those about its content and frames, but not the others. An object of the bucket
 * sets none: `own` is what it gets.
 */
function safeHeaders(scope: Construct, id: string, own?: { cacheControl: string; policy: string }): ResponseHeadersPolicy {
  return new ResponseHeadersPolicy(scope, id, {
    ...(own && {
      customHeadersBehavior: {
        customHeaders: [
          { header: 'Cache-Control', value: own.cacheControl, override: true },
          // As functions/web/headers.ts says: email programs on the web show our pictures in their own pages.
          { header: 'Cross-Origin-Resource-Policy', value: 'cross-origin', override: true },
        ],
      },
    }),
    securityHeadersBehavior: {
      strictTransportSecurity: { accessControlMaxAge: Duration.days(365), includeSubdomains: true, override: true },
      contentTypeOptions: { override: true },
      // The address bar may hold a reader's unsubscribe token, and other sites must not see it.
      referrerPolicy: { referrerPolicy: HeadersReferrerPolicy.NO_REFERRER, override: true },
      contentSecurityPolicy: own
        ? { contentSecurityPolicy: own.policy, override: true }
        : { contentSecurityPolicy: "frame-ancestors 'none'", override: false },
      frameOptions: { frameOption: HeadersFrameOption.DENY, override: false },
    },
  });
}
