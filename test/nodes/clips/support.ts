import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { besideInputs } from '../../../nodes/clips/beside';
import { clipInputs } from '../../../nodes/clips/clip';
import { givenClips } from '../../../nodes/clips/read';
import { propertiesOf } from '../../../nodes/CreateJob/properties';
import { panelNames } from '../../../nodes/items/panelNames';
import { chosenBackend } from '../../../src/backends';
import { toMediaError } from '../../../src/pipeline/errors/mediaError';
import type { MediaJobError } from '../../../src/pipeline/errors/mediaError';
import { inWordsOf } from '../../../src/pipeline/errors/namedKeys';
import type { ClipInput } from '../../../src/jobs/order';
import type { Clip } from '../../../src/pipeline/media/clip';
import { withAddresses } from '../../../src/pipeline/media/reference';
import { parseRequest } from '../../../src/pipeline/request/request';
import { shownPlace } from '../../../src/pipeline/storage/place';

export interface Node {
  items: INodeExecutionData[];
  /** Of an item; for all of them, what it gives does not look at the index. */
  parameters: (index: number) => Record<string, unknown>;
  options?: object;
  backend?: string;
}

/** The clips of the job that a node makes of an item, as the job shows them. @throws what is wrong with them, in the words of the form */
export async function clipsOf(
  { items, parameters, options = {}, backend = 'local' }: Node,
  index = 0,
): Promise<Clip[]> {
  const context = {
    getNode: () => ({ typeVersion: 2 }),
    getInputData: () => items,
    getNodeParameter: (name: string, at: number, otherwise?: unknown) => parameters(at)[name] ?? otherwise,
    getCredentials: () => Promise.resolve({}),
    helpers: {
      assertBinaryData: (at: number, field: string) => {
        const file = items[at]?.binary?.[field];
        if (file === undefined) throw new Error(`no ${field}`);
        return file;
      },
    },
  } as unknown as IExecuteFunctions;
  try {
    const given = givenClips(context, index, { kind: 'video', place: chosenBackend(backend) }) ?? [];
    const request = parseRequest({ kind: 'video', options, inputs: given.map(({ asked }) => asked) });
    const { inputs = [], references = [] } = request;
    const { clips } = await clipInputs(given, inputs);
    const beside = besideInputs(context, index, references, given);
    const shown = clips.map(({ asked, input }) => ({ ...asked, url: shownOf(input) }));
    const addresses = beside.map(({ input }) => shownOf(input));
    return withAddresses<Clip>({ options: {}, inputs: shown }, references, addresses).inputs ?? [];
  } catch (error) {
    throw inWordsOf(toMediaError(error), panelNames(propertiesOf(2)));
  }
}

const shownOf = (input: ClipInput['input']): string => ('place' in input ? shownPlace(input.place) : input.shown);

/** What is wrong with them. */
export const refusalOf = (node: Node): Promise<MediaJobError> =>
  clipsOf(node).then(
    () => Promise.reject(new Error('nothing is wrong')),
    (error: unknown) => error as MediaJobError,
  );

/** An item with files of these names, in fields that are called as they are without their extension. */
export const itemWith = (...files: string[]): INodeExecutionData => ({
  json: {},
  binary: Object.fromEntries(
    files.map((fileName) => [fileName.replace(/\..*/, ''), { fileName, data: '', mimeType: 'video/mp4' }]),
  ),
});
