// The workflows of the folder `workflows`, as people import them.
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { WorkflowJson } from '../n8n-engine.mts';

const FOLDER = join(import.meta.dirname, '../../workflows');

/** The video that those which fetch one begin with. Where it is not to be reached, `withSample` puts another one in its place. */
const SAMPLE = 'https://media.w3.org/2010/05/sintel/trailer.mp4';

/** Names of their files, without `.json`. */
export const workflowNames = async (): Promise<string[]> =>
  (await readdir(FOLDER)).map((file) => file.replace(/\.json$/, '')).sort();

/** @param name of its file, without `.json` */
export const readWorkflow = async (name: string): Promise<WorkflowJson> =>
  JSON.parse(await readFile(join(FOLDER, `${name}.json`), 'utf8')) as WorkflowJson;

/** The workflow with another video to begin with. */
export function withSample(workflow: WorkflowJson, address: string): WorkflowJson {
  return JSON.parse(JSON.stringify(workflow).replaceAll(SAMPLE, address)) as WorkflowJson;
}
