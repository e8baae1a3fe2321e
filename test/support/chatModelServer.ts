import { serve } from '../pipeline/storage/support/server';
import type { TestServer } from '../pipeline/storage/support/server';

interface Message {
  role: string;
  content?: string | null;
}

/** A tool that a model wants to be called, and what with. */
interface ToolCall {
  name: string;
  args: object;
}

/**
 * A chat model behind OpenAI's API, which does as the test says.
 * @param turn what it does next: calls a tool, or ends with a text. It is told what the user has asked, and what its tools have answered so far.
 */
export function chatModelServer(turn: (asked: string, answers: string[]) => ToolCall | string): Promise<TestServer> {
  let calls = 0;
  return serve((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const { messages } = JSON.parse(Buffer.concat(chunks).toString()) as { messages: Message[] };
      const said = (role: string) => messages.filter((each) => each.role === role).map(({ content }) => content ?? '');
      const next = turn(said('user').join('\n'), said('tool'));
      calls += 1;
      const message =
        typeof next === 'string'
          ? { role: 'assistant', content: next }
          : {
              role: 'assistant',
              content: null,
              tool_calls: [
                {
                  id: `call_${calls}`,
                  type: 'function',
                  function: { name: next.name, arguments: JSON.stringify(next.args) },
                },
              ],
            };
      response.writeHead(200, { 'content-type': 'application/json' }).end(
        JSON.stringify({
          id: `chatcmpl-${calls}`,
          object: 'chat.completion',
          created: 0,
          model: 'gpt-4.1-mini',
          choices: [{ index: 0, message, finish_reason: typeof next === 'string' ? 'stop' : 'tool_calls' }],
          usage: { prompt_tokens: 1, completion_tokens: 1, total_tokens: 2 },
        }),
      );
    });
  });
}
