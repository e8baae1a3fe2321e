import { pokeOutcome } from '../../src/jobs/pokeOutcome';
import type { PokeOutcome } from '../../src/jobs/pokeOutcome';

const json = (value: unknown): string => JSON.stringify(value);

/** n8n 2.40's own words. */
const TABLE: [what: string, status: number, body: string, outcome: PokeOutcome][] = [
  ['the node has gone on', 200, json({ resumed: true }), 'resumed'],
  ['the node waits on', 200, json({ resumed: false }), 'waiting'],
  ['the execution has ended', 409, json({ code: 409, message: 'The execution "7 has finished already.' }), 'gone'],
  [
    'the execution has failed or was stopped',
    409,
    json({ code: 409, message: 'The execution "7" has finished with error.' }),
    'gone',
  ],
  ['the execution was deleted', 404, json({ code: 404, message: 'The execution "7" does not exist.' }), 'gone'],
  [
    'the execution is not written down yet, or goes on already',
    409,
    json({ code: 409, message: 'The execution "7" is running already.' }),
    'unclear',
  ],
  [
    'another node waits',
    404,
    json({
      code: 404,
      message: 'The workflow for execution "7" does not contain a waiting webhook with a matching path/method.',
    }),
    'unclear',
  ],
  [
    'n8n is starting',
    404,
    '<!DOCTYPE html><html><body><pre>Cannot POST /webhook-waiting/7</pre></body></html>',
    'unclear',
  ],
  ['a page that says so', 404, '<p>The execution "7" does not exist.</p>', 'unclear'],
  ['n8n fails', 500, json({ code: 0, message: 'Workflow Webhook Error: Workflow could not be started!' }), 'unclear'],
  ['n8n fails, in those words', 500, json({ message: 'The execution "7" does not exist.' }), 'unclear'],
  ['a proxy without n8n behind it', 502, 'Bad Gateway', 'unclear'],
  ['the token is not believed', 401, json({ error: 'Invalid token' }), 'unclear'],
  ['a redirect', 302, json({ resumed: true }), 'unclear'],
  ['another server', 200, '<h1>It works!</h1>', 'unclear'],
  ['another API', 200, json({ ok: true }), 'unclear'],
  ['another API, with that word', 200, json({ resumed: 'yes' }), 'unclear'],
  ['a list', 200, json([{ resumed: true }]), 'unclear'],
  ['a word', 200, 'true', 'unclear'],
  ['nothing', 200, '', 'unclear'],
  ['half of an answer', 200, '{"resumed":tr', 'unclear'],
];

test.each(TABLE)('%s: %s %s → %s', (_, status, body, outcome) => {
  expect(pokeOutcome({ status, body })).toBe(outcome);
});

test('no answer at all is unclear', () => expect(pokeOutcome(null)).toBe('unclear'));
