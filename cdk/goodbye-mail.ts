import { ReceiptRuleSet, TlsPolicy } from 'aws-cdk-lib/aws-ses';
import { LambdaInvocationType, Lambda as ToLambda } from 'aws-cdk-lib/aws-ses-actions';
import { Construct } from 'constructs';
import type { Handler } from '#cdk/handler';

/**
 * Mail to the one address that says goodbye. SES hands its subject to a function and keeps nothing of it; mail to any other address of
 * the domain it refuses. There is one active rule set in an account and region, and it is made active by hand, once, as
 * docs/running-on-aws.md says: a stack that did so by itself could silence another one's.
 */
export class GoodbyeMail extends Construct {
  readonly ruleSetName: string;

  constructor(scope: Construct, id: string, { domain, heard }: { domain: string; heard: Handler }) {
    super(scope, id);
    const rules = new ReceiptRuleSet(this, 'Rules', {
      rules: [
        {
          recipients: [`leave@${domain}`],
          actions: [new ToLambda({ function: heard.lambda, invocationType: LambdaInvocationType.EVENT })],
          // An empty mail with an odd subject is what a filter takes for spam; the word in the subject cannot be guessed.
          scanEnabled: false,
          tlsPolicy: TlsPolicy.OPTIONAL,
        },
      ],
    });
    this.ruleSetName = rules.receiptRuleSetName;
  }
}
