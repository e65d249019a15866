import { dynamoSocialLedger } from '#adapters/dynamo/post-ledger';
import { memorySocialLedger } from '#local/memory/post-ledger';
import { freshDynamo } from '#tests/contracts/fresh-dynamo';
import { socialLedgerContract } from '#tests/contracts/post-ledger.contract';

const dynamo = freshDynamo();
socialLedgerContract('in memory', async () => memorySocialLedger());
socialLedgerContract('in DynamoDB', async () => dynamoSocialLedger(dynamo.client(), await dynamo.table()));
