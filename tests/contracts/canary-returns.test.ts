import { dynamoCanaryReturns } from '#adapters/dynamo/canary-returns';
import { memoryCanaryReturns } from '#local/memory/canary-returns';
import { canaryReturnsContract } from '#tests/contracts/canary-returns.contract';
import { freshDynamo } from '#tests/contracts/fresh-dynamo';

const dynamo = freshDynamo();
canaryReturnsContract('in memory', async () => memoryCanaryReturns());
canaryReturnsContract('in DynamoDB', async () => dynamoCanaryReturns(dynamo.client(), await dynamo.table()));
