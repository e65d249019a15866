import { ReceiptRuleSet, TlsPolicy } from 'aws-cdk-lib/aws-ses';
import { LambdaInvocationType, Lambda as ToLambda } from 'aws-cdk-lib/aws-ses-actions';
import { Construct } from 'constructs';
import type { Handler } from '#cdk/handler';

/**
 * The one address to which readers write to unsubscribe. SES hands the subject of such a mail to a function and keeps nothing of it; mail
 * to any other address of the domain it refuses. There is one active rule set in an account and region, and it is made active by hand,
 * once, as docs/running-on-aws.md says: a stack that did so by itself could silence another one's.
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
          // An empty mail with an odd subject is what a filter takes for spam; the token in the subject cannot be guessed.
          scanEnabled: false,
          tlsPolicy: TlsPolicy.OPTIONAL,
        },
      ],
    });
    this.ruleSetName = rules.receiptRuleSetName;
  }
}
