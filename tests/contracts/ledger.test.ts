import { dynamoLedger } from '#adapters/dynamo/ledger';
import { memoryLedger } from '#local/memory/ledger';
import { freshDynamo } from '#tests/contracts/fresh-dynamo';
import { ledgerContract } from '#tests/contracts/ledger.contract';

const dynamo = freshDynamo();
ledgerContract('in memory', async () => memoryLedger());
ledgerContract('in DynamoDB', async () => dynamoLedger(dynamo.client(), await dynamo.table()));
