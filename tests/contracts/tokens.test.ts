import { openTokens } from '#adapters/identity/tokens';
import { openMemoryWorld } from '#local/memory/world';
import { tokensContract } from '#tests/contracts/tokens.contract';

const key = 'k'.repeat(32);
tokensContract('signed', () => openTokens({ pepper: key, keys: { a: key }, current: 'a' }), { forgeryProof: true });
tokensContract('in memory', () => openMemoryWorld().world.tokens, { forgeryProof: false });
