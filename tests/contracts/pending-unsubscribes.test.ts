import { dynamoDepartures } from '#adapters/dynamo/pending-unsubscribes';
import { memoryDepartures } from '#local/memory/subscribers';
import { freshDynamo } from '#tests/contracts/fresh-dynamo';
import { departuresContract } from '#tests/contracts/pending-unsubscribes.contract';

const dynamo = freshDynamo();
departuresContract('in memory', async () => memoryDepartures());
departuresContract('in DynamoDB', async () => dynamoDepartures(dynamo.client(), await dynamo.table()));
