import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Stack } from 'aws-cdk-lib';
import type { CloudAssembly } from 'aws-cdk-lib/cx-api';
import { type Deployment, isExample } from '#cdk/deployment';

type Report = { pluginReports?: { violations?: unknown[]; suppressedViolations?: unknown[] }[] };
type Template = { Resources: Record<string, unknown> };

/** Returns the summary that `npm run synth` prints: what was written, and what the checks found. */
export function summary(assembly: CloudAssembly, { stackName }: Stack, deployment: Deployment): string {
  const template: Template = assembly.getStackByName(stackName).template;
  const report: Report = JSON.parse(readFileSync(join(assembly.directory, 'validation-report.json'), 'utf8'));
  const checks = report.pluginReports ?? [];
  const findings = checks.flatMap(({ violations = [] }) => violations).length;
  const acknowledged = checks.flatMap(({ suppressedViolations = [] }) => suppressedViolations).length;
  const examples = Object.entries(deployment).flatMap(([name, value]) => (isExample(value) ? [name] : []));
  return [
    `${stackName}: ${Object.keys(template.Resources).length} resources, in ${assembly.directory}`,
    `Checks: ${findings} findings${findings > 0 ? ', each of them named above' : ''}; ${acknowledged} more are acknowledged, each with a reason`,
    ...(examples.length > 0 ? [`Before deploying, replace the examples in cdk.json: ${examples.join(', ')}`] : []),
    '',
  ].join('\n');
}
