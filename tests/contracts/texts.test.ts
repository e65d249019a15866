import { dynamoSealed } from '#adapters/dynamo/texts';
import { memorySealed } from '#local/memory/ledger';
import { freshDynamo } from '#tests/contracts/fresh-dynamo';
import { sealedContract } from '#tests/contracts/texts.contract';

const dynamo = freshDynamo();
sealedContract('in memory', async () => memorySealed());
sealedContract('in DynamoDB', async () => dynamoSealed(dynamo.client(), await dynamo.table()));
