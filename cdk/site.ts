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
  /** The host that answers for pages and forms. */
  pages: string;
  /** Told to it with each request, so that it believes what we say of who asks, and nobody else. */
  siteToken: string;
  content: Bucket;
  accessLogs: IBucket;
};

/** Browsers too keep an image for a day, and show an old one for a week more while they fetch it anew. As functions/web/site/public.ts says. */
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
      // All but the host: the API answers only to its own name.
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
          'A firewall costs more than the rest together. The API bounds its rate, the forms bound theirs, and pages hold no private data.',
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

/** The same bucket, seen as one whose policy is not the library's to write. */
function imagesOrigin(scope: Construct, content: Bucket) {
  const seen = Bucket.fromBucketAttributes(scope, 'Images', { bucketName: content.bucketName, region: content.stack.region });
  return S3BucketOrigin.withOriginAccessControl(seen);
}

/**
 * Nothing is cached unless the page says so, and then for no longer than a day. The whole query is part of what is asked for: a search's
 * words, a list's page, a style sheet's version, and whatever a form of tomorrow will have.
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
 * For every answer. A page may say more about its own content and frames; it cannot say less of the rest. What comes from the bucket says
 * nothing: `own` is said for it.
 */
function safeHeaders(scope: Construct, id: string, own?: { cacheControl: string; policy: string }): ResponseHeadersPolicy {
  return new ResponseHeadersPolicy(scope, id, {
    ...(own && { customHeadersBehavior: { customHeaders: [{ header: 'Cache-Control', value: own.cacheControl, override: true }] } }),
    securityHeadersBehavior: {
      strictTransportSecurity: { accessControlMaxAge: Duration.days(365), includeSubdomains: true, override: true },
      contentTypeOptions: { override: true },
      // An address bar may hold a reader's unsubscribe word, and no other site is to learn it.
      referrerPolicy: { referrerPolicy: HeadersReferrerPolicy.NO_REFERRER, override: true },
      contentSecurityPolicy: own
        ? { contentSecurityPolicy: own.policy, override: true }
        : { contentSecurityPolicy: "frame-ancestors 'none'", override: false },
      frameOptions: { frameOption: HeadersFrameOption.DENY, override: false },
    },
  });
}
