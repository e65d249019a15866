import { dynamoPublications } from '#adapters/dynamo/publications';
import { memoryPublications } from '#local/memory/publications';
import { freshDynamo } from '#tests/contracts/fresh-dynamo';
import { publicationsContract } from '#tests/contracts/publications.contract';

const dynamo = freshDynamo();
publicationsContract('in memory', async () => memoryPublications());
publicationsContract('in DynamoDB', async () => dynamoPublications(dynamo.client(), await dynamo.table()));
