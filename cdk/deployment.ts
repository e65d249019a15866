/** Where this newsroom is deployed: what differs from one collaborative to the next. It stands in the context of cdk.json. */
export type Deployment = {
  /** The sending domain, a subdomain of its own: `news.example.org`. Mail comes from addresses at it. */
  domain: string;
  /** The host of the public pages and of every link in a mail. `site` in newsroom.yaml is `https://` and this host. */
  siteHost: string;
  /** A certificate for `siteHost` in us-east-1, the one region from which CloudFront takes them. */
  certificateArn: string;
  /** Who is told when something is wrong: the programme lead. */
  alarmEmail: string;
};

const HOST = /^(?=.{1,253}$)([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,}$/;

/** @throws when a value is missing or is plainly no host, address or certificate, naming it and showing an example. */
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

/** Whether a value still is the example that cdk.json comes with: it synthesises, but deploys to nobody's domain. */
export const isExample = (value: string): boolean => /(^|[.@])example\.org$|:123456789012:/.test(value);
