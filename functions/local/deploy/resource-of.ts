import { stackName } from '#local/deploy/stack-name';
import type { Deployment } from '#local/deploy/step';

/** Returns the name at AWS of a resource of the stack. `path`: how its name in the template begins: the constructs around it. */
export async function resourceOf({ settings, aws }: Pick<Deployment, 'settings' | 'aws'>, type: string, path: string): Promise<string> {
  const found = (await aws.stack.resources(stackName(settings))).find((one) => one.type === type && one.id.startsWith(path));
  if (!found?.name) throw new Error(`The stack ${stackName(settings)} has no ${type} ${path}. Deploy this release again.`);
  return found.name;
}
