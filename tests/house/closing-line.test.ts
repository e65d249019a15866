import { expect, test } from 'vitest';
import { closingLine, type Report } from '#tools/closing-line';

const report: Report = {
  numPassedTests: 12,
  numFailedTests: 0,
  numPendingTests: 0,
  testResults: [{ status: 'passed', assertionResults: [1] }],
};

test('the closing line of a passed run counts its tests', () => {
  expect(closingLine(report, [])).toBe('12 passed, 0 failed');
});

test('the closing line counts skipped tests', () => {
  expect(closingLine({ ...report, numPendingTests: 3 }, [])).toBe('12 passed, 0 failed, 3 skipped');
});

test('the closing line counts failed tests once, though their command failed too', () => {
  const failing = { ...report, numFailedTests: 2, testResults: [{ status: 'failed', assertionResults: [1, 2] }] };
  expect(closingLine(failing, ['npm test'])).toBe('12 passed, 2 failed');
});

test('the closing line counts a test file that could not be loaded as a failure', () => {
  const unloaded = { ...report, testResults: [{ status: 'failed', assertionResults: [] }] };
  expect(closingLine(unloaded, ['npm test'])).toBe('12 passed, 1 failed');
});

test('the closing line counts a run that failed although every test passed as a failure', () => {
  expect(closingLine(report, ['npm test'])).toBe('12 passed, 1 failed');
});

test('the closing line counts each other command that failed as a failure', () => {
  expect(closingLine(report, ['npm run check', 'npm run synth'])).toBe('12 passed, 2 failed');
});

test('the closing line counts tests that never ran as a failure', () => {
  expect(closingLine(undefined, ['npm test'])).toBe('0 passed, 1 failed');
});
