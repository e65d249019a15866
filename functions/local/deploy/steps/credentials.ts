import { done, type Step, stops } from '#local/deploy/step';

export const credentials: Step = {
  title: 'You are signed in to the right AWS account',
  looks: ({ account }) => `Whose keys this computer has, and whether they are of the account ${account}.`,
  does: () => 'Nothing. Whoever deploys needs the rights of an administrator of the account.',
  async run({ settings, aws }) {
    const { account, who } = await aws.identity();
    if (account !== settings.account)
      return stops(
        `You are signed in to the account ${account}, and cdk.json says ${settings.account}.`,
        'Sign in to that account (with several, AWS_PROFILE=name chooses one), or correct "account" in cdk.json.',
      );
    return done(`You are ${who.split('/').at(-1)}, in the account ${account}. Everything is made in ${settings.region}.`);
  },
};
