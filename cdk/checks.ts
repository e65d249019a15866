import { type App, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks } from 'cdk-nag';

/**
 * A finding that nobody has acknowledged with a reason fails the synthesis. The template validator comes with the library, and
 * fails it too, because of "validateAgainstDefaultRules" in cdk.json; without that it only warns.
 */
export function check(app: App): void {
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
}
