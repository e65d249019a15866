import { dynamoAudit } from '#adapters/dynamo/audit';
import { memoryAudit } from '#local/memory/audit';
import { auditContract } from '#tests/contracts/audit.contract';
import { freshDynamo } from '#tests/contracts/fresh-dynamo';

const dynamo = freshDynamo();
auditContract('in memory', async () => memoryAudit());
auditContract('in DynamoDB', async () => dynamoAudit(dynamo.client(), await dynamo.table()));
