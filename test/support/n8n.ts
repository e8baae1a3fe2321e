import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { IDataObject, INode, INodeExecutionData } from 'n8n-workflow';
import { CreateJob } from '../../nodes/CreateJob/CreateJob.node';
import { READ_FILES, startEngine, type Engine, type ItemToRead, type WorkflowJson } from '../../scripts/n8n-engine.mts';
import type { Job } from '../../src/pipeline/job';

const CREATE_JOB = 'n8n-nodes-media-jobs.createJob';

export interface TestEngine extends Engine {
  /** Where jobs make their work folders. */
  workRoot: string;
  /** Names that are left in `workRoot`. */
  leftovers(): Promise<string[]>;
  stop(): Promise<void>;
}

/** n8n's engine with the Create Job node and a temporary folder of its own. */
export async function testEngine(binaryMode: 'filesystem' | 'default' | 'database' = 'filesystem', more: Parameters<typeof startEngine>[0]['nodeTypes'] = {}): Promise<TestEngine> {
  const folder = await mkdtemp(join(tmpdir(), 'media-jobs-n8n-'));
  const workRoot = await mkdtemp(join(folder, 'tmp-'));
  process.env['MEDIA_JOBS_WORK_FOLDER'] = workRoot;
  const engine = await startEngine({ require, folder, nodeTypes: { [CREATE_JOB]: new CreateJob(), ...more }, binaryMode });
  return {
    ...engine,
    workRoot,
    leftovers: () => readdir(workRoot),
    async stop() {
      engine.shutDown();
      delete process.env['MEDIA_JOBS_WORK_FOLDER'];
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** "Read Files → Create Job", the node set as given. */
export function workflowOf(items: ItemToRead[], parameters: IDataObject, settings: Partial<INode> = {}): WorkflowJson {
  return {
    name: 'test',
    nodes: [
      { id: '1', name: 'Read Files', type: READ_FILES, typeVersion: 1, position: [0, 0], parameters: { items } as unknown as INode['parameters'] },
      { id: '2', name: 'Create Job', type: CREATE_JOB, typeVersion: 1, position: [220, 0], parameters: parameters as INode['parameters'], ...settings },
    ],
    connections: { 'Read Files': { main: [[{ node: 'Create Job', type: 'main', index: 0 }]] } },
  };
}

/** An item whose field `data` holds a file. */
export const fileItem = (path: string, json: IDataObject = {}): ItemToRead => ({ json, binary: { data: { path } } });

export const jobOf = (item: INodeExecutionData | undefined): Job => item?.json['job'] as unknown as Job;
