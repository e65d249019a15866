import { App } from 'aws-cdk-lib';
import { check } from '#cdk/checks';
import { readDeployment, stackName } from '#cdk/deployment';
import { FEATURE_FLAGS } from '#cdk/feature-flags';
import { NewsroomStack } from '#cdk/newsroom-stack';
import { summary } from '#cdk/summary';

const app = new App({ postCliContext: FEATURE_FLAGS });
check(app);
const deployment = readDeployment((name) => app.node.tryGetContext(name));
const newsroom = new NewsroomStack(app, stackName(deployment), { deployment, bundles: 'dist' });
process.stdout.write(summary(app.synth(), newsroom, deployment));
