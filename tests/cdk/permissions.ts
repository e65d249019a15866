// What the roles of the stack allow, as rows.
import { all, type Resource, say, several } from './synthesised.ts';

/** `on`: the resource, by the name that the stack gives it. `keys`: the leading keys to which the permission is narrowed. */
export type Permission = { role: string; action: string; on: string; keys?: string[]; from?: string };

type Condition = {
  'ForAllValues:StringLike'?: { 'dynamodb:LeadingKeys': string | string[] };
  StringLike?: { 'ses:FromAddress': string };
};
type Statement = { Effect: string; Action: string | string[]; Resource: unknown; Condition?: Condition };

export const statementsIn = (policy: Resource): Statement[] => policy.Properties.PolicyDocument.Statement;

/** `SendRole` is the role of `Send`. */
export const holderOf = (policy: Resource): string => say(policy.Properties.Roles[0]).replace(/Role$/, '');

/** One row for each action on each resource. */
export function permissions(): Permission[] {
  return all('AWS::IAM::Policy').flatMap(([, policy]) =>
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
