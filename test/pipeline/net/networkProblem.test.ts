import { networkProblem } from '../../../src/pipeline/net/networkProblem';

const failed = (code: string): Error => Object.assign(new Error(`failed at 10.1.2.3: ${code}`), { code });

it.each([
  ['ENOTFOUND', /host name is not known/, false],
  ['EAI_AGAIN', /could not be looked up/, true],
  ['ECONNREFUSED', /does not take connections/, true],
  ['ECONNRESET', /cut/, true],
  ['DEPTH_ZERO_SELF_SIGNED_CERT', /made sure of/, false],
  ['CERT_HAS_EXPIRED', /CERT_HAS_EXPIRED/, false],
  ['ERR_TLS_CERT_ALTNAME_INVALID', /made sure of/, false],
  ['EWHATEVER', /EWHATEVER/, true],
])('%s is told in words', (code, why, retry) => {
  const problem = networkProblem(failed(code));
  expect(problem.why).toMatch(why);
  expect(problem.retry).toBe(retry);
  expect(problem.why).not.toContain('10.1.2.3');
});

it('looks into the error of several addresses tried', () => {
  expect(networkProblem(new AggregateError([failed('ENETUNREACH'), failed('ECONNREFUSED')]))).toEqual(
    networkProblem(failed('ECONNREFUSED')),
  );
});

it('takes what is no error', () => {
  expect(networkProblem('odd')).toEqual({ why: 'the network failed (odd)', retry: true });
});
