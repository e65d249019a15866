import { App } from 'aws-cdk-lib';
import { check } from '#cdk/checks';
import { readDeployment } from '#cdk/deployment';
import { NewsroomStack } from '#cdk/newsroom-stack';
import { summary } from '#cdk/summary';

const app = new App();
check(app);
const deployment = readDeployment((name) => app.node.tryGetContext(name));
const newsroom = new NewsroomStack(app, 'Newsroom', { deployment, bundles: 'dist' });
process.stdout.write(summary(app.synth(), newsroom, deployment));
