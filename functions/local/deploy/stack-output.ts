import { stackName } from '#cdk/deployment';
import type { Deployment } from '#local/deploy/step';

/** The stack is not there, or is of a release that did not tell this yet. */
export class NotTold extends Error {}

/** Returns an output of the stack. @throws NotTold when it has none of that name. */
export async function stackOutput({ settings, aws }: Pick<Deployment, 'settings' | 'aws'>, name: string): Promise<string> {
  const value = (await aws.stack.find(stackName(settings)))?.outputs[name];
  if (value === undefined) throw new NotTold(`The stack ${stackName(settings)} at AWS does not name its ${name}.`);
  return value;
}
