import { CloudFormationClient, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import { GetFunctionConfigurationCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { BadOptions } from '#local/cli/options';

/** The output of the stack that names the function. */
const OUTPUT = 'DoctorFunction';

/**
 * Returns the environment of the stack's doctor. `region`: from now on also for each other client of this process.
 * @throws BadOptions when there is no such stack, or when whoever asks is not signed in to AWS.
 */
export async function doctorOf(stack: string, region: string | undefined): Promise<Record<string, string>> {
  if (region !== undefined) process.env.AWS_REGION = region;
  const name = await outputOf(stack);
  const { Environment } = await new LambdaClient({}).send(new GetFunctionConfigurationCommand({ FunctionName: name }));
  return Environment?.Variables ?? {};
}

async function outputOf(stack: string): Promise<string> {
  const { Stacks = [] } = await new CloudFormationClient({}).send(new DescribeStacksCommand({ StackName: stack })).catch(plainly(stack));
  const name = Stacks[0]?.Outputs?.find(({ OutputKey }) => OutputKey === OUTPUT)?.OutputValue;
  if (name !== undefined) return name;
  throw new BadOptions([
    `The stack "${stack}" does not tell its ${OUTPUT}: it was deployed by an older release, or its deployment has not ended. Deploy it first.`,
  ]);
}

function plainly(stack: string): (error: unknown) => never {
  return (error) => {
    const { name = '', message = '' } = error instanceof Error ? error : {};
    if (/does not exist/i.test(message))
      throw new BadOptions([`There is no stack "${stack}" in this account and region. Name another with --stack or --region.`]);
    if (/Region is missing/i.test(message)) throw new BadOptions(['Say in which region the stack is: --region eu-west-2, for example.']);
    if (/Credentials|UnrecognizedClient|InvalidClientToken|ExpiredToken|AccessDenied/i.test(name))
      throw new BadOptions([`AWS does not let you look at the stack "${stack}" (${name}). Sign in to AWS, and try again.`]);
    throw error;
  };
}
