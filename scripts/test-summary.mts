// Puts the results of several runs of the tests together and prints "N passed, N failed, N skipped" as its last line:
//   node scripts/test-summary.mts <folder>
// The folder holds what jest wrote (*.json), and `checks`: a line "passed|failed <name>" for each other check.
// A test counts as skipped when no run ran it. That fails; what lies outside of this repository may be lacking elsewhere than in CI.
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';

interface JestResults {
  testResults: {
    name: string;
    status: string;
    message: string;
    assertionResults: { fullName: string; status: string }[];
  }[];
}
type Outcome = 'passed' | 'failed' | 'skipped';

/** What a test whose need is not met says at the end of its name, so that the rest is the same in every run. */
const REASON = / \[skipped: (.*)\]$/s;
const OUTSIDE = /\bMEDIA_JOBS_REFERENCE\b/;

const [folder = '.'] = process.argv.slice(2);
const tests = new Map<string, { outcome: Outcome; reason: string }>();
for (const file of readdirSync(folder).filter((name) => name.endsWith('.json'))) {
  const { testResults } = JSON.parse(readFileSync(join(folder, file), 'utf8')) as JestResults;
  for (const { name, status, message, assertionResults } of testResults) {
    const path = relative(process.cwd(), name);
    // A file that cannot be loaded has no tests to fail.
    if (status === 'failed' && !assertionResults.some((test) => test.status === 'failed'))
      note(`${path} (${file}): ${message.trim().replace(/\n.*/s, '')}`, 'failed');
    for (const test of assertionResults)
      note(
        `${path} › ${test.fullName}`,
        test.status === 'passed' || test.status === 'failed' ? test.status : 'skipped',
      );
  }
}

const failedTests = [...tests.values()].filter(({ outcome }) => outcome === 'failed').length;
for (const line of readFileSync(join(folder, 'checks'), 'utf8').trim().split('\n')) {
  const [outcome, ...name] = line.split(' ');
  // A run of tests that failed is told by the tests in it.
  if (outcome === 'failed' && failedTests > 0 && /^npm (run )?test/.test(name.join(' '))) continue;
  note(name.join(' '), outcome === 'passed' ? 'passed' : 'failed');
}

/** The worse of what was seen before and now; being skipped gives way to both. */
function note(test: string, outcome: Outcome): void {
  const name = test.replace(REASON, '');
  const reason = REASON.exec(test)?.[1] ?? '';
  const before = tests.get(name);
  if (before === undefined || outcome === 'failed' || before.outcome === 'skipped')
    tests.set(name, { outcome, reason });
}

const all = [...tests].map(([name, test]) => ({ name, ...test }));
const of = (outcome: Outcome) => all.filter((test) => test.outcome === outcome);
const unmet = of('skipped').filter(({ reason }) => process.env['CI'] === 'true' || !OUTSIDE.test(reason));
for (const { name } of of('failed')) console.log(`failed   ${name}`);
for (const { name, reason } of of('skipped')) console.log(`skipped  ${name}${reason === '' ? '' : ` (${reason})`}`);
if (unmet.length > 0) console.log(`${unmet.length} of them were skipped in every run: give the run what they need.`);
console.log(`${of('passed').length} passed, ${of('failed').length} failed, ${of('skipped').length} skipped`);
process.exitCode = of('failed').length + unmet.length > 0 || of('passed').length === 0 ? 1 : 0;
