import { KINDS, kindsOf } from '../../src/pipeline/kinds';
import { MAKE } from '../names';
import { briefOfChosen, JOB_PLACES } from '../places';
import { kindName } from './kindFields';
import { NO_PRESET, PRESET_NAMES, PRESETS } from '../../src/pipeline/kinds/presets';

/** What is made where no format is set; what makes no file tells. */
const FORMATS = Object.fromEntries([
  ...kindsOf('createJob').map((kind): [string, string] => [kind, KINDS[kind].formats[0] ?? 'JSON']),
  ...PRESET_NAMES.map((name): [string, unknown] => [name, PRESETS[name].supplies({})['format']]),
]);

/** n8n's expression for what stands under the node: "video → mp4 · local". */
export function subtitleOf(version: number): string {
  const [preset, kind] = [`$parameter["${MAKE.preset}"]`, `$parameter["${kindName(version)}"]`];
  const what = `(${preset} === "${NO_PRESET}" ? ${kind} : ${preset})`;
  return `={{ ${what}.replaceAll("_", " ") + " → " + ($parameter["options"]["format"] || (${JSON.stringify(FORMATS)})[${what}]) + " · " + ${briefOfChosen(JOB_PLACES)} }}`;
}
