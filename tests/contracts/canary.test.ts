import { dynamoCanary } from '#adapters/dynamo/canary';
import { memoryCanary } from '#local/memory/canary';
import { canaryContract } from '#tests/contracts/canary.contract';
import { freshDynamo } from '#tests/contracts/fresh-dynamo';

const dynamo = freshDynamo();
canaryContract('in memory', async () => memoryCanary());
canaryContract('in DynamoDB', async () => dynamoCanary(dynamo.client(), await dynamo.table()));
