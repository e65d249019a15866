import { ReceiptRuleSet, TlsPolicy } from 'aws-cdk-lib/aws-ses';
import { LambdaInvocationType, Lambda as ToLambda } from 'aws-cdk-lib/aws-ses-actions';
import { Construct } from 'constructs';
import type { Handler } from '#cdk/handler';

/**
 * The address to which readers write to unsubscribe. SES passes the subject of such a mail to a function and stores nothing; it refuses
 * mail to all other addresses of the domain. An account has one active rule set in a region. A person activates this one, once
 * (docs/running-on-aws.md): a stack that did so by itself could deactivate the rule set of another.
 */
export class UnsubscribeMailbox extends Construct {
  readonly ruleSetName: string;

  constructor(scope: Construct, id: string, { domain, triggers }: { domain: string; triggers: Handler }) {
    super(scope, id);
    const rules = new ReceiptRuleSet(this, 'Rules', {
      rules: [
        {
          recipients: [`leave@${domain}`],
          actions: [new ToLambda({ function: triggers.lambda, invocationType: LambdaInvocationType.EVENT })],
          // A spam filter would catch an empty mail with an odd subject. The token in the subject cannot be guessed, so no scan is needed.
          scanEnabled: false,
          tlsPolicy: TlsPolicy.OPTIONAL,
        },
      ],
    });
    this.ruleSetName = rules.receiptRuleSetName;
  }
}
