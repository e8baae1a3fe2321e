import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { IRun } from 'n8n-workflow';
import type { Execution, WorkflowJson } from '../../scripts/n8n-engine.mts';
import { jobOf } from './n8n';
import type { TestEngine } from './n8n';

/** An execution that waits. */
export interface Suspended {
  id: string;
  /** As it was put away. */
  run: IRun;
  /** When it has gone on and come to its end. */
  ended: Promise<IRun>;
  /** Of the jobs that Create Job made. */
  ids: string[];
}

export interface WaitingExecutions {
  /** Runs a workflow until it waits, and writes it down as n8n does. */
  suspended(n8n: TestEngine, workflow: WorkflowJson): Promise<Suspended>;
  /** What n8n has in its database of an execution that waits; undefined of any other. */
  get(id: string): { workflow: WorkflowJson; run: IRun } | undefined;
  clear(): void;
  close(): Promise<void>;
}

/** A server in the place of n8n's own, which the watcher calls; to be opened before the engine of jobs is. */
export async function waitingExecutions(): Promise<WaitingExecutions> {
  const put = new Map<
    string,
    { n8n: TestEngine; workflow: WorkflowJson; run: IRun; goesOn: (execution: Execution) => void }
  >();
  const server = createServer((request, response) => {
    const [, id = ''] = /^\/webhook-waiting\/(\d+)\?signature=[0-9a-f]+\/media-jobs$/.exec(request.url ?? '') ?? [];
    const waiting = put.get(id);
    const answer = (status: number, body: unknown) =>
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    if (waiting === undefined) {
      answer(409, { message: `The execution "${id}" is running already.` });
      return;
    }
    void waiting.n8n.call(id, waiting.run, waiting.workflow).then(({ answer: said, goesOn }) => {
      if (goesOn !== null) {
        put.delete(id);
        waiting.goesOn(goesOn);
      }
      answer(200, said);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  process.env['N8N_PORT'] = String((server.address() as AddressInfo).port);
  return {
    async suspended(n8n, workflow) {
      const execution = n8n.run(workflow);
      const run = await execution.ended;
      expect(run.data.resultData.error?.message).toBeUndefined();
      expect([run.status, run.waitTill]).toEqual(['waiting', new Date('3000-01-01T00:00:00.000Z')]);
      const ended = new Promise<IRun>((resolve) => {
        const keep = (waiting: IRun) =>
          put.set(execution.id, {
            n8n,
            workflow,
            run: waiting,
            goesOn: (again) =>
              void again.ended.then((next) => (next.status === 'waiting' ? keep(next) : resolve(next))),
          });
        keep(run);
      });
      return { id: execution.id, run, ended, ids: n8n.itemsOf(run, 'Create Job').map((item) => jobOf(item).id) };
    },
    get: (id) => put.get(id),
    clear: () => put.clear(),
    async close() {
      delete process.env['N8N_PORT'];
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
