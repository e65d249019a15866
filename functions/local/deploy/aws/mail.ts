import { DescribeActiveReceiptRuleSetCommand, SESClient, SetActiveReceiptRuleSetCommand } from '@aws-sdk/client-ses';
import {
  ConflictException,
  GetAccountCommand,
  GetEmailIdentityCommand,
  type GetEmailIdentityCommandOutput,
  NotFoundException,
  PutAccountDetailsCommand,
  SESv2Client,
} from '@aws-sdk/client-sesv2';
import type { Aws } from '#local/deploy/aws/aws';

export function mailOf(region: string): Aws['mail'] {
  const client = new SESv2Client({ region });
  // Receiving has no newer API.
  const receiving = new SESClient({ region });
  const identity = async (domain: string): Promise<GetEmailIdentityCommandOutput | undefined> => {
    try {
      return await client.send(new GetEmailIdentityCommand({ EmailIdentity: domain }));
    } catch (error) {
      if (error instanceof NotFoundException) return undefined;
      throw error;
    }
  };
  return {
    async account() {
      const { ProductionAccessEnabled: production, Details, SendQuota } = await client.send(new GetAccountCommand({}));
      const status = Details?.ReviewDetails?.Status;
      const review = status === 'PENDING' ? 'pending' : status === 'DENIED' || status === 'FAILED' ? 'denied' : 'none';
      return { production: production === true, review, perDay: SendQuota?.Max24HourSend ?? 0 };
    },
    knows: async (domain) => (await identity(domain)) !== undefined,
    async isReady(domain) {
      const { ProductionAccessEnabled: production } = await client.send(new GetAccountCommand({}));
      return production === true && (await identity(domain))?.VerifiedForSendingStatus === true;
    },
    async askForProduction({ site, text, contact }) {
      try {
        await client.send(
          new PutAccountDetailsCommand({
            MailType: 'MARKETING',
            WebsiteURL: site,
            ContactLanguage: 'EN',
            UseCaseDescription: text,
            AdditionalContactEmailAddresses: [contact],
            ProductionAccessEnabled: true,
          }),
        );
        return true;
      } catch (error) {
        if (error instanceof ConflictException) return false;
        throw error;
      }
    },
    async activeRules() {
      const { Metadata } = await receiving.send(new DescribeActiveReceiptRuleSetCommand({}));
      return Metadata?.Name;
    },
    async activateRules(name) {
      await receiving.send(new SetActiveReceiptRuleSetCommand({ RuleSetName: name }));
    },
  };
}
