import type { IExecuteFunctions } from 'n8n-workflow';
import { boundedJson, TooMuchJson } from '../../src/pipeline/base/boundedJson';
import { isObject } from '../../src/pipeline/base/isObject';
import { shownValue } from '../../src/pipeline/base/shownValue';
import { mediaError } from '../../src/pipeline/errors/mediaError';
import { CLIP_MEDIA, MOST_CLIPS, tooManyClips } from '../../src/pipeline/request/clips';
import type { Source } from '../../src/pipeline/storage/source';
import { placeOnWeb } from '../../src/pipeline/storage/place';
import { binarySource } from '../input/binarySource';
import { binaryNames, listOf } from '../input/read';
import { itemOptions } from '../items/read';
import { ITEM_OPTIONS } from '../names';
import { LIST_EXAMPLE } from './fields';
import { mediaNamed } from './beside';
import { NO_ADDRESS } from './clip';
import type { GivenClip } from './clip';

/** The clips that the list of an item names. Files are those of the input items: a path is none of them, nor what lies in a storage. @throws request_invalid */
export const clipsOfList = (context: IExecuteFunctions, index: number): GivenClip[] =>
  listIn(itemOptions(context, index)[ITEM_OPTIONS.clips]).map((entry) => {
    const file = fileIn(entry);
    const beside: GivenClip['beside'] = (name, url) => {
      const named = isObject(entry) ? entry[name] : undefined;
      return isObject(named) ? fileOfItem(context, index, named) : mediaNamed(context, index, url);
    };
    return file === null
      ? { asked: withoutFiles(entry), input: (url) => ({ place: placeOnWeb(url) }), beside }
      : {
          asked: withoutFiles({ ...file.options, url: NO_ADDRESS }),
          input: () => fileOfItem(context, index, file.named),
          beside,
        };
  });

/** An entry with a name in place of each file that is read beside it. */
const withoutFiles = (entry: unknown): unknown =>
  isObject(entry)
    ? Object.fromEntries(
        Object.entries(entry).map(([name, value]) => [
          name,
          CLIP_MEDIA.includes(name) && isObject(value) ? NO_ADDRESS : value,
        ]),
      )
    : entry;

/** A JSON list, or its text. */
function listIn(given: unknown): unknown[] {
  const list = typeof given === 'string' ? parsed(given) : given;
  if (!Array.isArray(list)) throw invalid(`must be a JSON list such as ${LIST_EXAMPLE}`, given);
  if (list.length > MOST_CLIPS) throw mediaError('request_invalid', { problems: tooManyClips(list.length) });
  // What an expression gives was bounded by nobody.
  return typeof given === 'string' ? list : (parsed(JSON.stringify(list)) as unknown[]);
}

function parsed(text: string): unknown {
  try {
    return boundedJson(text);
  } catch (error) {
    if (error instanceof TooMuchJson) throw invalid(`must not have ${error.message}`, text);
    return null;
  }
}

const invalid = (rule: string, given: unknown) =>
  mediaError('request_invalid', {
    problems: `"${ITEM_OPTIONS.clips}" ${rule} (given: ${given === undefined ? 'nothing' : shownValue(given)}).`,
  });

/** Of an entry that is a file: which one, and what is asked of it. The file stands in place of the address, or of the entry. */
function fileIn(entry: unknown): { named: Record<string, unknown>; options: Record<string, unknown> } | null {
  if (!isObject(entry)) return null;
  const { url, ...options } = entry;
  if (isObject(url)) return { named: url, options };
  const { binary, item, ...others } = options;
  if (url !== undefined || binary === undefined) return null;
  return { named: { binary, ...(item !== undefined && { item }) }, options: others };
}

/** @param own the item whose list it is @throws request_invalid */
function fileOfItem(context: IExecuteFunctions, own: number, named: Record<string, unknown>): Source {
  const { binary, item = own, ...unknown } = named;
  if (Object.keys(unknown).length > 0)
    throw refused(`A file is named like {"binary": "data", "item": 0} (given: ${shownValue(named)}).`);
  const items = context.getInputData();
  const found = typeof item === 'number' ? items[item] : undefined;
  if (found === undefined)
    throw refused(
      `"item" must be the number of an input item, from 0 to ${items.length - 1} (given: ${shownValue(item)}).`,
    );
  const names = binaryNames(context, Number(item));
  const field = names.find((name) => name === binary);
  const file = field === undefined ? undefined : found.binary?.[field];
  if (field === undefined || file === undefined)
    throw refused(
      names.length === 0
        ? `Item ${shownValue(item)} has no binary fields.`
        : `"binary" must be one of the binary fields of item ${shownValue(item)}: ${listOf(names)} (given: ${shownValue(binary)}).`,
    );
  return binarySource(context.helpers, file, field);
}

const refused = (problems: string) => mediaError('request_invalid', { problems });
