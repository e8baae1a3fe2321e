import { local } from '../../../src/backends/local/backend';
import type { IExecuteFunctions } from 'n8n-workflow';
import { waitSettings } from '../../../nodes/WaitForJob/settings';

const settings = (parameters: Record<string, unknown>) => {
  const getNodeParameter = (name: string, _: number, otherwise?: unknown): unknown => {
    if (!(name in parameters) && otherwise !== undefined) return otherwise;
    if (!(name in parameters)) throw new Error(`Could not get parameter "${name}"`);
    return parameters[name];
  };
  return waitSettings({ getNodeParameter, getNode: () => ({ typeVersion: 2.1 }) } as unknown as IExecuteFunctions);
};
const wait = (limitAmount: unknown, limitUnit: string) =>
  settings({ operation: 'wait', limitAmount, limitUnit, onLimit: 'error' });

test.each([
  [24, 'hours', 86_400_000, '24 hours'],
  [1, 'hours', 3_600_000, '1 hour'],
  [1.5, 'minutes', 90_000, '1.5 minutes'],
  ['30', 'seconds', 30_000, '30 seconds'],
  [365, 'days', 31_536_000_000, '365 days'],
  [0, 'days', 0, '0 days'],
])('%p %s', (amount, unit, ms, shown) =>
  expect(wait(amount, unit)).toEqual({ backend: local, once: false, limit: { ms, shown }, onLimit: 'error' }),
);

test.each([
  [-1, 'hours'],
  ['soon', 'hours'],
  [366, 'days'],
  [NaN, 'hours'],
  [1, 'moons'],
])('%p %s is refused', (amount, unit) => {
  expect(() => wait(amount, unit)).toThrow('"Time Limit" must be a number, and at most a year.');
});

test('a check has no limit, and asks for none', () =>
  expect(settings({ operation: 'once' })).toMatchObject({ once: true, onLimit: 'continue' }));
