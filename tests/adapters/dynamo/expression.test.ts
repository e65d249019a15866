import { expect, test } from 'vitest';
import { openExpression } from '#adapters/dynamo/expression';

test('an expression of DynamoDB has each equal value once, and never takes two values for one', () => {
  const expression = openExpression();
  const written = () => [
    expression.value({ S: '1' }),
    expression.value({ N: '1' }),
    expression.value({ M: { state: { S: 'attempting' }, attempt: { N: '1' } } }),
    expression.value({ M: { state: { S: 'attempting' }, attempt: { N: '2' } } }),
  ];
  expect(written()).toEqual([':0', ':1', ':2', ':3']);
  expect(written()).toEqual([':0', ':1', ':2', ':3']);
  expect(expression.values).toEqual({
    ':0': { S: '1' },
    ':1': { N: '1' },
    ':2': { M: { state: { S: 'attempting' }, attempt: { N: '1' } } },
    ':3': { M: { state: { S: 'attempting' }, attempt: { N: '2' } } },
  });
});
