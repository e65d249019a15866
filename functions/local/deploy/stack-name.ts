import type { Settings } from '#local/deploy/settings';

/** Returns the name of the stack at CloudFormation. */
export const stackName = ({ stage }: Pick<Settings, 'stage'>): string => (stage === undefined ? 'Newsroom' : `Newsroom-${stage}`);
