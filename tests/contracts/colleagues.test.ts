import { afterAll, expect, test } from 'vitest';
import { dynamoColleagues } from '#adapters/dynamo/colleagues';
import { cognitoAccounts } from '#adapters/identity/cognito-accounts';
import { memoryAccounts, memoryColleagues } from '#local/memory/colleagues';
import { startOidcStandIn } from '#local/stand-ins/oidc';
import { openUserPool } from '#local/stand-ins/user-pool';
import { accountsContract, colleaguesContract } from '#tests/contracts/colleagues.contract';
import { freshDynamo } from '#tests/contracts/fresh-dynamo';
import { at } from '#tests/contracts/ids';

const dynamo = freshDynamo();
colleaguesContract('in memory', async () => memoryColleagues());
colleaguesContract('in DynamoDB', async () => dynamoColleagues(dynamo.client(), await dynamo.table()));

const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
const stops: (() => Promise<void>)[] = [];
afterAll(async () => {
  for (const stop of stops) await stop();
});

async function openCognito() {
  const pool = openUserPool();
  const standIn = await startOidcStandIn({ now: () => at('2019-09-19T08:00:00Z'), client: 'desk', site: 'https://example.org', pool });
  stops.push(standIn.stop);
  return { standIn, pool, accounts: cognitoAccounts(standIn.config.pool, credentials) };
}

accountsContract('in memory', async () => {
  const invited: string[] = [];
  const signedIn = new Set<string>();
  const accounts = memoryAccounts({ invited, signedIn });
  return { accounts, invited: () => invited, signIn: (address) => signedIn.add(address) };
});
accountsContract('in Cognito', async () => {
  const { pool, accounts } = await openCognito();
  return { accounts, invited: () => pool.invitations, signIn: (address) => pool.signIn(address) };
});

test('a pool that refuses or cannot be asked is an error that names the call, and no address', async () => {
  const { standIn, accounts } = await openCognito();
  standIn.behaviour.broken = 500;
  await expect(accounts.open('ada@example.org')).rejects.toThrow(/^(?!.*ada@).*AdminCreateUser/);
  const foreign = cognitoAccounts({ ...standIn.config.pool, id: 'eu-west-2_another' }, credentials);
  delete standIn.behaviour.broken;
  await expect(foreign.close('ada@example.org')).rejects.toThrow('ResourceNotFoundException when asked to AdminDisableUser');
});
