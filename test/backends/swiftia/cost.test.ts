import { costInWords, estimateCost } from '../../../src/backends/swiftia/cost';
import { PLANS } from '../../../src/backends/swiftia/plans';
import type { Plan } from '../../../src/backends/swiftia/plans';
import { aboveCap, refuseAbove } from '../../../src/backends/swiftia/spending';
import { expectThrown } from '../../support/expectError';

const file = (plan: Plan, minutes: number | null) => ({ plan, minutes, youtube: null });
const youtube = (plan: Plan, minutes: number | null, gigabytes: number | null) => ({
  plan,
  minutes,
  youtube: { gigabytes },
});

test.each([
  ['free', 1.8],
  ['starter', 1.8],
  ['pro', 1.56],
  ['swift', 1.38],
] as const)('an hour costs on the plan %s what the page says: %d', (plan, hour) => {
  expect(estimateCost(file(plan, 60))).toEqual({
    currency: 'USD',
    estimate: true,
    total: hour,
    least: hour,
    breakdown: { shortGen: hour },
    withoutMinimum: hour,
  });
});

describe('the page’s examples, which do not keep to its minimum', () => {
  test('a file of 5 minutes: 0.13, and by the rules 0.30', () => {
    expect(estimateCost(file('pro', 5))).toMatchObject({
      total: 0.3,
      breakdown: { shortGen: 0.3 },
      withoutMinimum: 0.13,
    });
  });

  test('5 minutes from YouTube with 1.2 GB: 0.85, and by the rules 1.02', () => {
    expect(estimateCost(youtube('pro', 5, 1.2))).toMatchObject({
      total: 1.02,
      breakdown: { shortGen: 0.3, youtubeProcessing: 0.72 },
      withoutMinimum: 0.85,
    });
  });

  test('a "2-minute" video that is billed as 50: 1.50 both ways', () => {
    expect(estimateCost(file('free', 50))).toMatchObject({ total: 1.5, withoutMinimum: 1.5 });
    expect(estimateCost(file('free', 2))).toMatchObject({ total: 0.3, withoutMinimum: 0.06 });
  });

  test('the answer with 0.205 and 0.72 is rounded to 0.93, and is of no whole minutes', () => {
    const minutes = 0.205 / PLANS.pro.dollarsPerMinute;
    expect(estimateCost(youtube('pro', minutes, 1.2)).withoutMinimum).toBe(0.93);
    for (const { dollarsPerMinute } of Object.values(PLANS))
      expect(Math.abs((0.205 / dollarsPerMinute) % 1)).toBeGreaterThan(0.05);
  });
});

test('YouTube costs 0.10 at least', () => {
  expect(estimateCost(youtube('free', 20, 0.01))).toMatchObject({
    total: 0.7,
    breakdown: { shortGen: 0.6, youtubeProcessing: 0.1 },
  });
  expect(estimateCost(youtube('free', 20, 0.2))).toMatchObject({ total: 0.72, breakdown: { youtubeProcessing: 0.12 } });
});

test('what is not known is said so, with what it costs in any case', () => {
  const nothing = estimateCost(youtube('free', null, null));
  expect(nothing).toMatchObject({
    total: null,
    least: 0.4,
    breakdown: { shortGen: null, youtubeProcessing: null },
    withoutMinimum: null,
  });
  expect(costInWords(nothing)).toBe('not known, at least $0.40');
  expect(estimateCost(youtube('free', 20, null))).toMatchObject({ total: null, least: 0.7 });
  expect(estimateCost(youtube('free', null, 1))).toMatchObject({ total: null, least: 0.9 });
  expect(estimateCost(file('swift', null))).toMatchObject({ total: null, least: 0.3 });
  expect(costInWords(estimateCost(file('free', 60)))).toBe('$1.80, an estimate');
});

describe('spend at most', () => {
  const refuse = (atMost: number | null, basis: ReturnType<typeof file> | ReturnType<typeof youtube>) => () =>
    refuseAbove(atMost, estimateCost(basis), basis);

  test('lets through what costs no more, to the cent', () => {
    for (const [atMost, basis] of [
      [null, youtube('free', null, null)],
      [1.8, file('free', 60)],
      [0.3, file('free', 1)],
    ] as const)
      expect(refuse(atMost, basis)).not.toThrow();
  });

  test.each([
    [
      1.79,
      file('free', 60),
      /would cost about \$1\.80, and at most \$1\.79.*Raise "Spend at Most", or choose a shorter source/,
    ],
    [0.29, file('free', 1), /would cost about \$0\.30/],
    [0, file('free', null), /costs at least \$0\.30.*Raise "Spend at Most"/],
    [
      5,
      youtube('free', null, null),
      /not known, at least \$0\.40.*Fill in "Minutes of the Source" and "Gigabytes at YouTube"/,
    ],
    [5, youtube('free', 10, null), /Fill in "Gigabytes at YouTube"/],
    [5, file('free', null), /Fill in "Minutes of the Source", or leave/],
  ])('refuses above $%d: %j', (atMost, basis, words) => {
    expectThrown(refuse(atMost, basis), 'spending_refused', words);
  });

  test('what the vendor asks is held against it too', () => {
    expect(aboveCap(0.5, 0.93)).toMatch(/costs \$0\.93, which is more than the \$0\.50/);
    for (const [atMost, charged] of [
      [0.93, 0.93],
      [null, 9],
      [1, null],
    ] as const)
      expect(aboveCap(atMost, charged)).toBeNull();
  });
});
