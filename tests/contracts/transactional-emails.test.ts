import { dynamoTransactionalEmails } from '#adapters/dynamo/transactional-emails';
import { memoryTransactionalEmails } from '#local/memory/subscribers';
import { freshDynamo } from '#tests/contracts/fresh-dynamo';
import { oldTransactionalContract } from '#tests/contracts/transactional-emails.contract';

const dynamo = freshDynamo();
oldTransactionalContract('in memory', async () => memoryTransactionalEmails());
oldTransactionalContract('in DynamoDB', async () => dynamoTransactionalEmails(dynamo.client(), await dynamo.table()));
