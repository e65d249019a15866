import { type App, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks } from 'cdk-nag';

/**
 * Makes a finding of cdk-nag fail the synthesis unless it is acknowledged with a reason. The library's own template validator fails it
 * too, because cdk.json sets "validateAgainstDefaultRules"; without that setting it only warns.
 */
export function check(app: App): void {
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
}
