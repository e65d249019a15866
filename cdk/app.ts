import { App } from 'aws-cdk-lib';
import { check } from '#cdk/checks';
import { BadSetting, type Deployment, readDeployment, stackName } from '#cdk/deployment';
import { FEATURE_FLAGS } from '#cdk/feature-flags';
import { NewsroomStack } from '#cdk/newsroom-stack';
import { summary } from '#cdk/summary';

const app = new App({ postCliContext: FEATURE_FLAGS });
check(app);
const deployment = settings();
const newsroom = new NewsroomStack(app, stackName(deployment), { deployment, bundles: 'dist' });
process.stdout.write(summary(app.synth(), newsroom, deployment));

function settings(): Deployment {
  try {
    return readDeployment((name) => app.node.tryGetContext(name));
  } catch (error) {
    if (!(error instanceof BadSetting)) throw error;
    // Without the places in the code, which say nothing to who writes cdk.json.
    process.stderr.write(`${error.message}\n`);
    process.exit(1);
  }
}
