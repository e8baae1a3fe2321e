import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { IDataObject, IExecuteFunctions, INode, INodeExecutionData } from 'n8n-workflow';
import { CreateJob } from '../../nodes/CreateJob/CreateJob.node';
import { runOperation } from '../../nodes/WaitForJob/operations';
import { NEWEST, NEWEST_JOB } from '../../nodes/versions';
import { WaitForJob } from '../../nodes/WaitForJob/WaitForJob.node';
import { READ_FILES, startEngine, type Engine, type ItemToRead, type WorkflowJson } from '../../scripts/n8n-engine.mts';
import type { Job } from '../../src/pipeline/job/job';
import { inNewestForm } from './newestForm';
import { inCollections } from './optionGroups';
import { versionOf } from './n8nWorkflow';
import { retireEngine } from './retireEngine';

const CREATE_JOB = 'n8n-nodes-media-jobs.createJob';
export const WAIT_FOR_JOB = 'n8n-nodes-media-jobs.waitForJob';
/** The same, but it suspends the execution after a moment, and looks at hosted jobs soon. */
export const IMPATIENT = 'impatient.waitForJob';

/** As long as the jobs of a test take on a machine that is busy: a test of suspending says so with the one below. */
const PATIENCE_MS = 100_000;

/** The node in all its versions, with another patience. */
function waitForJobWith(patience: Parameters<typeof runOperation>[1]): WaitForJob {
  const node = new WaitForJob();
  for (const version of Object.values(node.nodeVersions))
    version.execute = async function (this: IExecuteFunctions) {
      return [await runOperation(this, patience)];
    };
  return node;
}

export interface TestEngine extends Engine {
  /** Where jobs make their work folders. */
  workRoot: string;
  /** Names that are left in `workRoot`. */
  leftovers(): Promise<string[]>;
  stop(): Promise<void>;
}

/** n8n's engine with the Create Job node and a temporary folder of its own. */
export async function testEngine(
  binaryMode: 'filesystem' | 'default' | 'database' = 'filesystem',
  more: Parameters<typeof startEngine>[0]['nodeTypes'] = {},
  credentials: Record<string, IDataObject> = {},
): Promise<TestEngine> {
  const folder = await mkdtemp(join(tmpdir(), 'media-jobs-n8n-'));
  const workRoot = await mkdtemp(join(folder, 'tmp-'));
  process.env['MEDIA_JOBS_WORK_FOLDER'] = workRoot;
  const engine = await startEngine({
    require,
    folder,
    nodeTypes: {
      [CREATE_JOB]: new CreateJob(),
      [WAIT_FOR_JOB]: waitForJobWith({ inMemoryMs: PATIENCE_MS }),
      [IMPATIENT]: waitForJobWith({ inMemoryMs: 50, intervalMs: 100 }),
      ...more,
    },
    binaryMode,
    credentials,
  });
  return {
    ...engine,
    workRoot,
    leftovers: () => readdir(workRoot),
    async stop() {
      await retireEngine();
      engine.shutDown();
      delete process.env['MEDIA_JOBS_WORK_FOLDER'];
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Parameters as most tests want them: the job whole, no preset where a kind is named, and all `options` together. */
function createJob(parameters: IDataObject, version = NEWEST_JOB): INode['parameters'] {
  const all = {
    output: 'full',
    ...(parameters['kind'] !== undefined && { preset: 'none' }),
    ...inCollections(parameters),
  };
  return (version < NEWEST_JOB ? all : inNewestForm(all)) as INode['parameters'];
}

/** "Read Files → Create Job", the node set as given. */
export function workflowOf(items: ItemToRead[], parameters: IDataObject, settings: Partial<INode> = {}): WorkflowJson {
  const { typeVersion = settings.type === undefined ? NEWEST_JOB : NEWEST } = settings;
  return {
    name: 'test',
    nodes: [
      {
        id: '1',
        name: 'Read Files',
        type: READ_FILES,
        typeVersion: 1,
        position: [0, 0],
        parameters: { items } as unknown as INode['parameters'],
      },
      {
        id: '2',
        name: 'Create Job',
        type: CREATE_JOB,
        typeVersion,
        position: [220, 0],
        parameters: createJob(parameters, typeVersion),
        ...settings,
      },
    ],
    connections: { 'Read Files': { main: [[{ node: 'Create Job', type: 'main', index: 0 }]] } },
  };
}

/** The same, with other nodes behind it, each after the one before. */
export function thenAlso(
  workflow: WorkflowJson,
  ...nodes: { name: string; type: string; parameters?: IDataObject; settings?: Partial<INode> }[]
): WorkflowJson {
  const all = { ...workflow, nodes: [...workflow.nodes], connections: { ...workflow.connections } };
  for (const { name, type, parameters = {}, settings } of nodes) {
    const before = all.nodes.at(-1)?.name ?? '';
    all.connections[before] = { ...all.connections[before], main: [[{ node: name, type: 'main', index: 0 }]] };
    all.nodes.push({
      id: `${all.nodes.length + 1}`,
      name,
      type,
      typeVersion: versionOf(type),
      position: [220 * all.nodes.length, 0],
      parameters: (type === WAIT_FOR_JOB || type === IMPATIENT
        ? { output: 'full', ...parameters }
        : parameters) as INode['parameters'],
      ...settings,
    });
  }
  return all;
}

/** An item whose field `data` holds a file. */
export const fileItem = (path: string, json: IDataObject = {}): ItemToRead => ({ json, binary: { data: { path } } });

export const jobOf = (item: INodeExecutionData | undefined): Job => item?.json['job'] as unknown as Job;
