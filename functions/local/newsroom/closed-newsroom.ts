import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { dynamoStores } from '#adapters/worlds';
import { BadOptions } from '#local/cli/options';
import { LOCAL_AWS, startDynamo } from '#local/emulators/dynamo-emulator';
import { LOCAL_SET, localTables } from '#local/emulators/emulators';
import { takeFolder } from '#local/emulators/folder-lock';
import { folderEventArchive } from '#local/ses/event-archive';
import { folderSendingSwitch } from '#local/ses/sending-switch';
import type { EventArchive, SendingSwitch } from '#ports';

type ClosedNewsroom = {
  client: DynamoDBClient;
  endpoint: string;
  world: ReturnType<typeof dynamoStores> & { eventArchive: EventArchive; sendingSwitch: SendingSwitch };
  close(): Promise<void>;
};

/**
 * Opens the stores of a newsroom that is not running, with the event archive of SES's stand-in. It cannot be started meanwhile.
 * @throws BadOptions when the folder holds no newsroom, or when it is running; `otherwise` says what to do then.
 */
export async function openClosedNewsroom(data: string, otherwise: string): Promise<ClosedNewsroom> {
  if (!existsSync(join(data, 'dynamo'))) throw new BadOptions([`There is no newsroom in ${data}. Give its folder with --data.`]);
  const lock = take(data, otherwise);
  const dynamo = await startDynamo(join(data, 'dynamo'));
  const client = new DynamoDBClient({ endpoint: dynamo.url, ...LOCAL_AWS });
  return {
    client,
    endpoint: dynamo.url,
    world: {
      ...dynamoStores(client, localTables),
      eventArchive: folderEventArchive(join(data, 'ses')),
      sendingSwitch: folderSendingSwitch(join(data, 'ses'), LOCAL_SET),
    },
    async close() {
      client.destroy();
      await dynamo.stop();
      lock.release();
    },
  };
}

function take(data: string, otherwise: string): { release(): void } {
  try {
    return takeFolder(data);
  } catch (error) {
    if (error instanceof BadOptions) throw new BadOptions([`The newsroom in ${data} is running. ${otherwise}`]);
    throw error;
  }
}
