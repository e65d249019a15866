import { RemovalPolicy, Validations } from 'aws-cdk-lib';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';

/**
 * The secrets, which functions read at run time. The stack creates them with a value that no function can use; `npm run deploy` fills them
 * in. AWS makes up their names, which are outputs of the stack: a fixed name would still be taken after a first deployment that failed, and
 * another stage could not have it.
 */
export class Secrets extends Construct {
  /** The keys of the accounts on X and Bluesky. */
  readonly x: Secret;
  /** The keys that sign links, and the pepper of subscriber ids. Without this pepper no suppression can be found again. */
  readonly tokens: Secret;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    this.x = new Secret(this, 'X', {
      description: 'The keys of the accounts on X and Bluesky, as JSON.',
      removalPolicy: RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
    });
    this.tokens = new Secret(this, 'Tokens', {
      description: 'The keys that sign links, and the pepper that makes subscriber ids, as JSON. Never change the pepper.',
      removalPolicy: RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
    });
    Validations.of(this.x).acknowledge({
      id: 'AwsSolutions::AwsSolutions-SMG4',
      reason: 'X and Bluesky issue the keys on their own pages, to a person; no function can rotate them.',
    });
    Validations.of(this.tokens).acknowledge({
      id: 'AwsSolutions::AwsSolutions-SMG4',
      reason:
        'A new pepper would make strangers of all who have left, and an old key must verify the links of old mails; new keys are added by hand.',
    });
  }
}
