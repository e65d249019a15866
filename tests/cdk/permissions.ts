// Reads the permissions of the stack's roles as rows.
import { all, type Resource, say, several } from './synthesised.ts';

/** `on`: the resource's name in the stack. `keys`: the permission holds only for items with these leading keys. */
export type Permission = { role: string; action: string; on: string; keys?: string[]; from?: string };

type Condition = {
  'ForAllValues:StringLike'?: { 'dynamodb:LeadingKeys': string | string[] };
  StringLike?: { 'ses:FromAddress': string };
};
type Statement = { Effect: string; Action: string | string[]; Resource: unknown; Condition?: Condition };

export const statementsIn = (policy: Resource): Statement[] => policy.Properties.PolicyDocument.Statement;

/** Returns the function that a policy belongs to: `Send` for the policy of `SendRole`. */
export const holderOf = (policy: Resource): string => say(policy.Properties.Roles[0]).replace(/Role$/, '');

/** The policies of the roles. What is too long for the policy of a role itself, the CDK puts into a managed policy of the stack. */
export const policies = (): [string, Resource][] => [...all('AWS::IAM::Policy'), ...all('AWS::IAM::ManagedPolicy')];

/** Returns one row for each action on each resource. */
export function permissions(): Permission[] {
  return policies().flatMap(([, policy]) =>
    statementsIn(policy).flatMap(({ Action, Resource: resources, Condition }) => {
      const keys = Condition?.['ForAllValues:StringLike']?.['dynamodb:LeadingKeys'];
      const from = Condition?.StringLike?.['ses:FromAddress'];
      return several(Action).flatMap((action) =>
        several(resources).map((resource) => ({
          role: holderOf(policy),
          action,
          on: say(resource),
          ...(keys === undefined ? {} : { keys: several(keys) }),
          ...(from === undefined ? {} : { from }),
        })),
      );
    }),
  );
}
