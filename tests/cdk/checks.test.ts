import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type App, CfnResource, Stack } from 'aws-cdk-lib';
import { CfnFunction } from 'aws-cdk-lib/aws-lambda';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { check } from '#cdk/checks';
import { newApp, newsroomIn } from './synthesised.ts';

type Found = { ruleName: string; reason?: string };
type Report = { pluginReports: { violations: Found[]; suppressedViolations?: Found[] }[] };

const reportOf = (app: App): Report => JSON.parse(readFileSync(join(app.outdir, 'validation-report.json'), 'utf8'));
const rulesIn = (app: App): string[] => reportOf(app).pluginReports.flatMap(({ violations }) => violations.map(({ ruleName }) => ruleName));

// The library prints each finding; here they are read from the report.
beforeEach(() => {
  const quiet = vi.spyOn(console, 'error').mockReturnValue();
  return () => quiet.mockRestore();
});

describe('the checks', () => {
  test('find nothing in the newsroom that is not acknowledged with a reason', () => {
    const app = newApp();
    check(app);
    newsroomIn(app);
    app.synth();
    const acknowledged = reportOf(app).pluginReports.flatMap(({ suppressedViolations = [] }) => suppressedViolations);
    expect(rulesIn(app)).toEqual([]);
    expect(acknowledged.length).toBeGreaterThan(0);
    for (const { reason } of acknowledged) expect(reason).toMatch(/^[A-Z].{30,}\.$/);
  });

  test('fail the synthesis of a stack that is insecure', () => {
    const app = newApp();
    check(app);
    const open = new Bucket(new Stack(app, 'Planted'), 'Open');
    expect(() => app.synth()).toThrow(/[Vv]alidation failed/);
    expect(open.node.path).toBe('Planted/Open');
    expect(rulesIn(app)).toEqual(expect.arrayContaining(['AwsSolutions-S1', 'AwsSolutions-S10']));
  });

  test('fail the synthesis of a template that CloudFormation would refuse', () => {
    const app = newApp();
    const plant = (id: string, type: string, properties: Record<string, unknown>) =>
      new CfnResource(new Stack(app, id), id, { type, properties });
    plant('Misspelt', 'AWS::SQS::Queue', { VisibilityTimeOut: 360 });
    plant('Unknown', 'AWS::SQS::Kew', {});
    expect(() => app.synth()).toThrow(/[Vv]alidation failed/);
    expect(rulesIn(app).length).toBeGreaterThanOrEqual(2);
  });

  test('fail the synthesis of a function on a runtime that is switched off', () => {
    const app = newApp();
    const old = new CfnFunction(new Stack(app, 'Old'), 'Old', {
      runtime: 'nodejs12.x',
      handler: 'index.handler',
      code: { zipFile: '//' },
      role: 'arn:aws:iam::123456789012:role/x',
    });
    expect(() => app.synth()).toThrow(/[Vv]alidation failed/);
    expect(old.runtime).toBe('nodejs12.x');
  });
});
