import { expect, test } from 'vitest';
import { closingLine, type Report } from '#tools/closing-line';

const report: Report = {
  numPassedTests: 12,
  numFailedTests: 0,
  numPendingTests: 0,
  testResults: [{ status: 'passed', assertionResults: [1] }],
};

test('a run that passed says how many tests did', () => {
  expect(closingLine(report, [])).toBe('12 passed, 0 failed');
});

test('skipped tests are named', () => {
  expect(closingLine({ ...report, numPendingTests: 3 }, [])).toBe('12 passed, 0 failed, 3 skipped');
});

test('failed tests are counted once, though their command failed too', () => {
  const failing = { ...report, numFailedTests: 2, testResults: [{ status: 'failed', assertionResults: [1, 2] }] };
  expect(closingLine(failing, ['npm test'])).toBe('12 passed, 2 failed');
});

test('a test file that could not be loaded is a failure', () => {
  const unloaded = { ...report, testResults: [{ status: 'failed', assertionResults: [] }] };
  expect(closingLine(unloaded, ['npm test'])).toBe('12 passed, 1 failed');
});

test('a run whose every test passed and that failed all the same is a failure', () => {
  expect(closingLine(report, ['npm test'])).toBe('12 passed, 1 failed');
});

test('each other command that failed is a failure', () => {
  expect(closingLine(report, ['npm run check', 'npm run synth'])).toBe('12 passed, 2 failed');
});

test('tests that never ran are a failure', () => {
  expect(closingLine(undefined, ['npm test'])).toBe('0 passed, 1 failed');
});
