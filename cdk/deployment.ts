/** The settings that differ from one collaborative to the next. They are in the context of cdk.json. */
export type Deployment = {
  /** The sending domain, a subdomain only for this: `news.example.org`. Senders' addresses are at it. */
  domain: string;
  /** The host of the public pages and of every link in a mail. `site` in newsroom.yaml is `https://` and this host. */
  siteHost: string;
  /** The ARN of a certificate for `siteHost` in us-east-1. CloudFront takes certificates from that region only. */
  certificateArn: string;
  /** The programme lead's address, to which alarms go. */
  alarmEmail: string;
};

const HOST = /^(?=.{1,253}$)([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,}$/;

/**
 * Reads the settings from the CDK context.
 * @throws when a value is missing or has the wrong shape. The message names the setting and shows an example.
 */
export function readDeployment(context: (name: string) => unknown): Deployment {
  const read = (name: keyof Deployment, shape: RegExp, example: string): string => {
    const value: unknown = context(name);
    if (typeof value === 'string' && shape.test(value)) return value;
    throw new Error(`cdk.json: "${name}" in "context" is ${JSON.stringify(value)}. Write it like "${example}".`);
  };
  return {
    domain: read('domain', HOST, 'news.example.org'),
    siteHost: read('siteHost', HOST, 'www.news.example.org'),
    certificateArn: read(
      'certificateArn',
      /^arn:aws:acm:us-east-1:\d{12}:certificate\/[\w-]+$/,
      'arn:aws:acm:us-east-1:123456789012:certificate/0000',
    ),
    alarmEmail: read('alarmEmail', /^[^\s@]+@[^\s@]+\.[^\s@]+$/, 'programme.lead@example.org'),
  };
}

/** True when a value is still an example of cdk.json: the stack synthesises with it, but must not be deployed. */
export const isExample = (value: string): boolean => /(^|[.@])example\.org$|:123456789012:/.test(value);
