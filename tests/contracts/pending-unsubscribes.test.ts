import { dynamoPendingUnsubscribes } from '#adapters/dynamo/pending-unsubscribes';
import { memoryPendingUnsubscribes } from '#local/memory/subscribers';
import { freshDynamo } from '#tests/contracts/fresh-dynamo';
import { pendingUnsubscribesContract } from '#tests/contracts/pending-unsubscribes.contract';

const dynamo = freshDynamo();
pendingUnsubscribesContract('in memory', async () => memoryPendingUnsubscribes());
pendingUnsubscribesContract('in DynamoDB', async () => dynamoPendingUnsubscribes(dynamo.client(), await dynamo.table()));
