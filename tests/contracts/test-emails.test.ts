import { dynamoTestEmails } from '#adapters/dynamo/test-emails';
import { memoryTestEmails } from '#local/memory/test-emails';
import { freshDynamo } from '#tests/contracts/fresh-dynamo';
import { testEmailsContract } from '#tests/contracts/test-emails.contract';

const dynamo = freshDynamo();
testEmailsContract('in memory', async () => memoryTestEmails());
testEmailsContract('in DynamoDB', async () => dynamoTestEmails(dynamo.client(), await dynamo.table()));
