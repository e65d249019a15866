import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type App, CfnResource, Stack } from 'aws-cdk-lib';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { describe, expect, test } from 'vitest';
import { check } from '#cdk/checks';
import { newApp, newsroomIn } from './synthesised.ts';

// The validator starts in seconds on a quiet machine, and in half a minute on a busy one.
const PATIENCE = 120_000;

type Found = { ruleName: string; reason?: string };
type Report = { pluginReports: { violations: Found[]; suppressedViolations?: Found[] }[] };

test(
  'every finding of the checks in the stack is acknowledged with a reason',
  () => {
    const app = newApp();
    check(app);
    newsroomIn(app);
    const { directory } = app.synth();
    const { pluginReports }: Report = JSON.parse(readFileSync(join(directory, 'validation-report.json'), 'utf8'));
    expect(pluginReports.flatMap(({ violations }) => violations)).toEqual([]);
    const acknowledged = pluginReports.flatMap(({ suppressedViolations = [] }) => suppressedViolations);
    expect(acknowledged.length).toBeGreaterThan(0);
    for (const { reason } of acknowledged) expect(reason).toMatch(/^[A-Z].{30,}\.$/);
  },
  PATIENCE,
);

describe('the synthesis fails', { timeout: PATIENCE }, () => {
  /** Returns an app with the newsroom's checks, and one planted resource in a stack of its own. */
  const planted = (type: string, properties: Record<string, unknown>): App => {
    const app = newApp();
    check(app);
    const resource = new CfnResource(new Stack(app, 'Planted'), 'Resource', { type });
    for (const [name, value] of Object.entries(properties)) resource.addPropertyOverride(name, value);
    return app;
  };

  test('the synthesis fails for a bucket that may be read without TLS', () => {
    const app = newApp();
    check(app);
    const bucket = new Bucket(new Stack(app, 'Planted'), 'Open');
    expect(() => app.synth()).toThrow(new RegExp(`does not require requests to use SSL.*\\n *${bucket.node.path}`));
  });

  test('the synthesis fails for a misspelt property', () => {
    const app = planted('AWS::SQS::Queue', { VisibilityTimeOut: 360 });
    expect(() => app.synth()).toThrow(/Did you mean 'VisibilityTimeout'/);
  });

  test('the synthesis fails for a type of resource that does not exist', () => {
    const app = planted('AWS::SQS::Kew', {});
    expect(() => app.synth()).toThrow(/Unknown resource type 'AWS::SQS::Kew'/);
  });

  test('the synthesis fails for a function on a retired runtime', () => {
    const app = planted('AWS::Lambda::Function', {
      Runtime: 'nodejs12.x',
      Handler: 'index.handler',
      Code: { ZipFile: '//' },
      Role: 'arn:aws:iam::123456789012:role/planted',
    });
    expect(() => app.synth()).toThrow(/Runtime 'nodejs12.x' was deprecated/);
  });
});
