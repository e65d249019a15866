import { type App, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks } from 'cdk-nag';

/**
 * Makes a finding of cdk-nag fail the synthesis unless it is acknowledged with a reason. The library's own template validator fails it
 * too, because feature-flags.ts sets "validateAgainstDefaultRules"; without that flag it only warns.
 */
export function check(app: App): void {
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
}
