import { done, type Step, stops } from '#local/deploy/step';

export const bootstrap: Step = {
  title: 'The account is prepared for deployments',
  looks: ({ region }) => `The stack CDKToolkit in ${region}: a bucket and roles with which the CDK, AWS's own tool, deploys.`,
  does: ({ account, region }) => `Makes it, once for each account and region: cdk bootstrap aws://${account}/${region}`,
  async run({ settings: { account, region }, aws, cdk }) {
    const found = await aws.stack.find('CDKToolkit');
    if (found && /^(CREATE|UPDATE)_COMPLETE$|^UPDATE_ROLLBACK_COMPLETE$/.test(found.status)) return done('It is.');
    if ((await cdk('bootstrap', `aws://${account}/${region}`)) !== 0)
      return stops('It could not be prepared; what AWS said is above.', 'Put that right and run this again.');
    return done('It is now.');
  },
};
