import {
  CloudFormationClient,
  CloudFormationServiceException,
  DeleteStackCommand,
  DescribeStacksCommand,
  paginateDescribeStackEvents,
  paginateListStackResources,
  UpdateTerminationProtectionCommand,
} from '@aws-sdk/client-cloudformation';
import type { Aws, StackResource } from '#local/deploy/aws/aws';

export function stackOf(region: string): Aws['stack'] {
  const client = new CloudFormationClient({ region });
  return {
    async find(name) {
      try {
        const { Stacks: [found] = [] } = await client.send(new DescribeStacksCommand({ StackName: name }));
        if (!found) return undefined;
        const outputs = (found.Outputs ?? []).map(({ OutputKey = '', OutputValue = '' }) => [OutputKey, OutputValue]);
        return {
          status: found.StackStatus ?? '',
          protected: found.EnableTerminationProtection === true,
          outputs: Object.fromEntries(outputs),
        };
      } catch (error) {
        // CloudFormation has no error of its own for a stack that does not exist.
        if (error instanceof CloudFormationServiceException && /does not exist/.test(error.message)) return undefined;
        throw error;
      }
    },
    async resources(name) {
      const found: StackResource[] = [];
      for await (const page of paginateListStackResources({ client }, { StackName: name })) {
        for (const { LogicalResourceId: id = '', ResourceType: type = '', PhysicalResourceId } of page.StackResourceSummaries ?? [])
          found.push({ id, type, name: PhysicalResourceId ?? '' });
      }
      return found;
    },
    async faults(name) {
      const faults: string[] = [];
      for await (const page of paginateDescribeStackEvents({ client }, { StackName: name })) {
        for (const event of page.StackEvents ?? []) {
          const { LogicalResourceId, ResourceStatus = '', ResourceStatusReason: reason = '', PhysicalResourceId, StackId } = event;
          // The newest event is first: the stack's own beginning ends the look at this attempt.
          const ofStack = PhysicalResourceId === StackId;
          if (ofStack && /^(CREATE|UPDATE|DELETE)_IN_PROGRESS$/.test(ResourceStatus)) return faults;
          // What is cancelled is a consequence, not a cause.
          if (!ofStack && ResourceStatus.endsWith('_FAILED') && !/cancelled/i.test(reason))
            faults.unshift(`${LogicalResourceId}: ${reason}`);
        }
      }
      return faults;
    },
    async protect(name, on) {
      await client.send(new UpdateTerminationProtectionCommand({ StackName: name, EnableTerminationProtection: on }));
    },
    async delete(name) {
      await client.send(new DeleteStackCommand({ StackName: name }));
    },
  };
}
