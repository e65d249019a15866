import { type SESClient, UpdateConfigurationSetSendingEnabledCommand } from '@aws-sdk/client-ses';
import type { SendingSwitch } from '#ports';

/** Switches sending on our SES configuration set. Switching it twice is harmless. */
export function sesSendingSwitch(client: SESClient, configurationSet: string): SendingSwitch {
  const turn = async (Enabled: boolean): Promise<void> => {
    await client.send(new UpdateConfigurationSetSendingEnabledCommand({ ConfigurationSetName: configurationSet, Enabled }));
  };
  return { off: () => turn(false), on: () => turn(true) };
}
